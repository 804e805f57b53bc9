"""What a token may be used for: one scope per purpose, each for roles that can use it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Scope:
    """``permission``: without it in the service user's role the scope opens nothing."""

    code: str
    name: str
    english: str
    permission: P


_ALL = (
    Scope("institutions:read", "查询机构", "Read institutions", P.INSTITUTION_VIEW),
    Scope(
        "contacts:read",
        "查询机构联系人和电话（个人信息）",
        "Read names and telephones of institutions' people in clear (personal data)",
        P.INSTITUTION_VIEW,
    ),
    Scope("visits:read", "查询联合检查", "Read joint visits", P.ASSIGNMENT_ANSWER),
    Scope("findings:read", "查询本部门的问题", "Read findings of one's own", P.ASSIGNMENT_ANSWER),
    Scope("assignments:read", "查询协办事项", "Read assignments", P.ASSIGNMENT_ANSWER),
    Scope(
        "assignments:write", "办理协办事项", "Ask, accept, answer assignments", P.ASSIGNMENT_ANSWER
    ),
    Scope("transfers:read", "查询移送", "Read transfers", P.ASSIGNMENT_ANSWER),
    Scope("transfers:write", "办理移送", "Receive, answer transfers", P.ASSIGNMENT_ANSWER),
    Scope("notices:read", "查询文书", "Read notices and their PDF", P.ASSIGNMENT_ANSWER),
    Scope("penalties:read", "查询公示的处罚", "Read published penalties", P.INSTITUTION_VIEW),
    Scope("registry:write", "报送登记信息", "Report events of the register", P.REGISTRY_REPORT),
    Scope("bank-lines:write", "报送银行流水", "Send bank lines", P.BANK_EXCHANGE),
    Scope("orders:read", "查询支付指令", "Read payment orders", P.BANK_EXCHANGE),
    Scope("orders:write", "领取支付文件", "Fetch payment files", P.BANK_EXCHANGE),
    Scope(
        "sandbox:write",
        "沙箱：让事情发生（仅演示县）",
        "Sandbox: make things happen (demonstration counties alone)",
        P.SANDBOX_PLAY,
    ),
)
SCOPES: dict[str, Scope] = {scope.code: scope for scope in _ALL}
CHOICES = [(scope.code, f"{scope.name}（{scope.code}）") for scope in _ALL]
