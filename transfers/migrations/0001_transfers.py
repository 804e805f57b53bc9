"""Transfers with their material, findings, deadlines and links."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0007_accounts_are_reviewed"),
        ("deadlines", "0002_deadlines_stay"),
        ("documents", "0002_stored_files_stay"),
        ("inspections", "0008_progress_stays"),
        ("institutions", "0007_words_are_indexed_in_lots"),
        ("papers", "0006_no_number_lies_in_clear"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("administrative", "移送行政机关"),
                            ("police", "涉嫌犯罪移送公安机关"),
                            ("discipline", "移送纪检监察、人事"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待决定"),
                            ("decided", "已批准待移送"),
                            ("refused", "不予移送"),
                            ("withdrawn", "已撤回"),
                            ("sent", "已移送待签收"),
                            ("received", "已签收"),
                            ("accepted", "已受理（立案）"),
                            ("returned", "不予受理（不立案）"),
                            ("reconsidering", "提请复议中"),
                            ("handed_back", "移回本机关"),
                            ("reported", "已反馈结果"),
                            ("closed", "已办结"),
                        ],
                        default="proposed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        blank=True, help_text="R01 … R20", max_length=10, verbose_name="移送事项"
                    ),
                ),
                ("receiver_name", models.CharField(max_length=100, verbose_name="接收机关")),
                ("cause", models.CharField(max_length=120, verbose_name="案由")),
                ("source", models.CharField(max_length=200, verbose_name="线索来源")),
                ("summary", models.TextField(verbose_name="案情摘要")),
                ("grounds", models.TextField(verbose_name="移送理由")),
                (
                    "law_text",
                    models.CharField(blank=True, max_length=300, verbose_name="涉及的规定"),
                ),
                (
                    "people",
                    models.CharField(
                        blank=True,
                        help_text="of a discipline",
                        max_length=200,
                        verbose_name="涉及人员",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("reply_by", models.DateField(verbose_name="请求反馈的期限")),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decide_words", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sent_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hand", "当面交接"),
                            ("post", "邮寄"),
                            ("exchange", "机要或者公文交换"),
                            ("electronic", "电子方式"),
                        ],
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                (
                    "receipt_signer",
                    models.CharField(blank=True, max_length=60, verbose_name="签收人"),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "number_of_theirs",
                    models.CharField(blank=True, max_length=80, verbose_name="受理（立案）编号"),
                ),
                (
                    "return_reason",
                    models.TextField(blank=True, verbose_name="不予受理（不立案）的理由"),
                ),
                ("result", models.TextField(blank=True, verbose_name="处理结果")),
                ("result_on", models.DateField(blank=True, null=True, verbose_name="结果日期")),
                ("property_words", models.TextField(blank=True, verbose_name="涉案物品移交")),
                (
                    "answer_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("staff", "本局登记"),
                            ("login", "接收机关登录填写"),
                            ("link", "接收机关凭链接填写"),
                        ],
                        max_length=8,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("close_words", models.TextField(blank=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="institutions.institution",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer",
                        to="papers.officialpaper",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receipt_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="accounts.department",
                    ),
                ),
                (
                    "second_officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "移送",
                "ordering": ("-proposed_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="TransferDeadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("within", "移送"),
                            ("decide", "负责人决定"),
                            ("send", "移送公安机关"),
                            ("file", "公安机关决定是否立案"),
                            ("reconsider", "提请复议"),
                            ("answer", "公安机关复议决定"),
                            ("property", "移交涉案物品"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.deadline",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="transfers.transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送期限",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="TransferFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="材料名称")),
                ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="份数")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="页数")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="transfers.transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送材料",
                "ordering": ("transfer", "no"),
            },
        ),
        migrations.CreateModel(
            name="TransferFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="inspections.finding",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="transfers.transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送依据的问题",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="TransferLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("pin_digest", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("wrong_in_a_row", models.PositiveSmallIntegerField(default=0)),
                ("wrong_in_all", models.PositiveSmallIntegerField(default=0)),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("replaced", "已被新链接替代"),
                            ("closed", "已停用"),
                            ("tries", "因密码输错次数过多已停用"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="transfers.transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送反馈链接",
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["institution", "state"], name="transfer_by_institution"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["receiver", "state"], name="transfer_by_receiver"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receiver_name", ""), _negated=True),
                    models.Q(("cause", ""), _negated=True),
                    models.Q(("source", ""), _negated=True),
                    models.Q(("summary", ""), _negated=True),
                    models.Q(("grounds", ""), _negated=True),
                ),
                name="transfer_says_what_to_whom_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "police"), _negated=True),
                    models.Q(
                        ("second_officer__isnull", False),
                        models.Q(("second_officer", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfer_to_the_police_has_two_officers",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "discipline"), _negated=True),
                    models.Q(("people", ""), _negated=True),
                    _connector="OR",
                ),
                name="transfer_of_discipline_names_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_decided_has_moment_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                        models.Q(
                            ("second_officer__isnull", True),
                            models.Q(("decided_by", models.F("second_officer")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="transfer_is_decided_by_other_hands",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("proposed", "refused", "withdrawn")),
                    models.Q(("decided_at__isnull", False), ("paper__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_has_its_letter_from_the_decision_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(
                        ("decided_at__isnull", False), models.Q(("decide_words", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="transfer_refused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_sent_has_moment_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sent_at__isnull", True),
                        ("sent_way", ""),
                        ("state__in", ("proposed", "decided", "refused", "withdrawn")),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ("proposed", "decided", "refused", "withdrawn")),
                            _negated=True,
                        ),
                        ("sent_at__isnull", False),
                        models.Q(("sent_way", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfer_sent_when_state_says_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt_signer", ""), ("received_on__isnull", True)),
                    models.Q(
                        ("received_on__isnull", False),
                        models.Q(("receipt_signer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfer_received_has_day_and_signer",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("received", "accepted", "handed_back", "reported")),
                        _negated=True,
                    ),
                    ("received_on__isnull", False),
                    _connector="OR",
                ),
                name="transfer_is_received_before_it_is_taken_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("accepted", "returned", "handed_back", "reported")),
                        _negated=True,
                    ),
                    ("answered_on__isnull", False),
                    _connector="OR",
                ),
                name="transfer_taken_up_or_returned_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("returned", "reconsidering")), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="transfer_returned_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("reported", "handed_back")), _negated=True),
                    models.Q(("result_on__isnull", False), models.Q(("result", ""), _negated=True)),
                    _connector="OR",
                ),
                name="transfer_with_a_result_holds_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_closed_has_moment_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state__in", ("closed", "withdrawn")),
                        models.Q(("close_words", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ("closed", "withdrawn")), _negated=True),
                        ("close_words", ""),
                        ("closed_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="transfer_closed_when_state_says_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferfile",
            constraint=models.UniqueConstraint(
                models.F("transfer"), models.F("no"), name="one_material_per_place_in_a_transfer"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferfile",
            constraint=models.UniqueConstraint(
                models.F("transfer"), models.F("file"), name="a_file_stands_once_in_a_transfer"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("copies__gte", 1), ("pages__gte", 1), models.Q(("name", ""), _negated=True)
                ),
                name="material_of_a_transfer_has_pages_and_copies",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferfinding",
            constraint=models.UniqueConstraint(
                models.F("transfer"),
                models.F("finding"),
                name="a_finding_stands_once_in_a_transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferlink",
            constraint=models.UniqueConstraint(
                models.F("transfer"),
                condition=models.Q(("ended_at__isnull", True)),
                name="one_open_link_per_transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_because", "")),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("ended_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="link_of_a_transfer_that_ended_says_why",
            ),
        ),
    ]
