"""Narrow: the old administrator is gone, and one of the three is nothing else."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_administrators_grant_roles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("inspector", "执法人员"),
                        ("section_head", "股长"),
                        ("legal_reviewer", "法制审核"),
                        ("bureau_head", "局领导"),
                        ("registry_clerk", "登记员"),
                        ("funds_supervisor", "资金监管员"),
                        ("partner_officer", "协作部门人员"),
                        ("system_administrator", "系统管理员"),
                        ("security_administrator", "安全管理员"),
                        ("audit_administrator", "审计管理员"),
                    ],
                    max_length=30,
                ),
                default=list,
                size=None,
                verbose_name="角色",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "roles__overlap",
                            [
                                "system_administrator",
                                "security_administrator",
                                "audit_administrator",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("roles__len", 1),
                    _connector="OR",
                ),
                name="administrators_are_nothing_else",
            ),
        ),
    ]
