"""Widen: the three administrators may be granted beside the old one."""

import django.contrib.postgres.fields
from django.db import migrations, models

ROLES = [
    ("inspector", "执法人员"),
    ("section_head", "股长"),
    ("legal_reviewer", "法制审核"),
    ("bureau_head", "局领导"),
    ("registry_clerk", "登记员"),
    ("funds_supervisor", "资金监管员"),
    ("partner_officer", "协作部门人员"),
    ("administrator", "管理员"),
    ("system_administrator", "系统管理员"),
    ("security_administrator", "安全管理员"),
    ("audit_administrator", "审计管理员"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_search_functions")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=ROLES, max_length=30),
                default=list,
                size=None,
                verbose_name="角色",
            ),
        ),
    ]
