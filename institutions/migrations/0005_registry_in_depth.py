"""Staff, venues, courses and how an institution stands, each entry with who wrote it and when."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0004_fill_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="approver",
            field=models.CharField(
                blank=True,
                choices=[
                    ("education", "教育"),
                    ("market", "市场监管"),
                    ("police", "公安"),
                    ("housing", "住房和城乡建设"),
                    ("culture", "文化旅游"),
                    ("health", "卫生健康"),
                    ("fire", "消防救援"),
                    ("urban", "城市管理"),
                    ("civil", "民政"),
                    ("sport", "体育"),
                    ("science", "科技"),
                    ("other", "其他"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="审批部门",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="supervisor",
            field=models.CharField(
                blank=True,
                choices=[
                    ("education", "教育"),
                    ("market", "市场监管"),
                    ("police", "公安"),
                    ("housing", "住房和城乡建设"),
                    ("culture", "文化旅游"),
                    ("health", "卫生健康"),
                    ("fire", "消防救援"),
                    ("urban", "城市管理"),
                    ("civil", "民政"),
                    ("sport", "体育"),
                    ("science", "科技"),
                    ("other", "其他"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="主管部门",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="teaching_mode",
            field=models.CharField(
                blank=True,
                choices=[("offline", "线下"), ("online", "线上"), ("both", "线下和线上")],
                db_default="",
                default="",
                max_length=8,
                verbose_name="培训方式",
            ),
        ),
        migrations.CreateModel(
            name="PlaceAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outside", "坐标在辖区外"),
                            ("shared", "与另一机构坐标重合"),
                            ("stood_elsewhere", "与检查人员定位相距较远"),
                        ],
                        max_length=16,
                        verbose_name="疑问",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        help_text="what was asked, in words",
                        max_length=200,
                        verbose_name="疑问内容",
                    ),
                ),
                ("answer", models.CharField(max_length=200, verbose_name="核实情况")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="institutions.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "坐标核实",
                "ordering": ("-recorded_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="StaffMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="goes up by 1 with every change"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "id_tail",
                    models.CharField(
                        blank=True,
                        help_text="empty: not known",
                        max_length=4,
                        verbose_name="证件号后四位",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("teaching", "教学人员"),
                            ("research", "教研人员"),
                            ("care", "照护人员"),
                            ("kitchen", "食品加工人员"),
                            ("other", "其他人员"),
                        ],
                        max_length=10,
                        verbose_name="岗位",
                    ),
                ),
                (
                    "employment",
                    models.CharField(
                        choices=[("full", "专职"), ("part", "兼职")],
                        max_length=6,
                        verbose_name="用工形式",
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=60, verbose_name="任教学科或者项目"),
                ),
                (
                    "certificate_kind",
                    models.CharField(
                        choices=[
                            ("teacher", "教师资格证"),
                            ("ability", "职业（专业）能力证明"),
                            ("none", "无"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="资格证明",
                    ),
                ),
                (
                    "certificate_no",
                    models.CharField(blank=True, max_length=60, verbose_name="证书编号"),
                ),
                (
                    "certificate_subject",
                    models.CharField(blank=True, max_length=60, verbose_name="证书学科或者专业"),
                ),
                (
                    "health_until",
                    models.DateField(
                        blank=True,
                        help_text="last day; null: none shown",
                        null=True,
                        verbose_name="健康证有效期止",
                    ),
                ),
                (
                    "is_school_teacher",
                    models.BooleanField(default=False, verbose_name="在职中小学（幼儿园）教师"),
                ),
                (
                    "joined_on",
                    models.DateField(
                        blank=True, help_text="null: not known", null=True, verbose_name="入职日期"
                    ),
                ),
                (
                    "left_on",
                    models.DateField(
                        blank=True,
                        help_text="first day gone; null: still there",
                        null=True,
                        verbose_name="离职日期",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "从业人员",
                "ordering": ("role", "name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HiringCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "入职查询"), ("yearly", "年度查询")],
                        max_length=8,
                        verbose_name="查询类型",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="查询日期")),
                (
                    "result",
                    models.CharField(
                        choices=[("clear", "未发现相关记录"), ("found", "有相关违法犯罪记录")],
                        max_length=6,
                        verbose_name="查询结果",
                    ),
                ),
                ("authority", models.CharField(max_length=100, verbose_name="查询机关")),
                (
                    "paper_no",
                    models.CharField(blank=True, max_length=60, verbose_name="查询结果文号"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="institutions.staffmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "违法犯罪记录查询",
                "ordering": ("-asked_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "total_area_m2",
                    models.DecimalField(
                        decimal_places=2, max_digits=9, null=True, verbose_name="总建筑面积"
                    ),
                ),
                (
                    "training_area_m2",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="教学（活动）用房面积",
                    ),
                ),
                (
                    "floor_from",
                    models.SmallIntegerField(
                        help_text="-1: 地下一层", null=True, verbose_name="所在最低楼层"
                    ),
                ),
                ("floor_to", models.SmallIntegerField(null=True, verbose_name="所在最高楼层")),
                (
                    "building_use",
                    models.CharField(blank=True, max_length=60, verbose_name="建筑用途"),
                ),
                (
                    "tenure",
                    models.CharField(
                        blank=True,
                        choices=[("owned", "自有"), ("rented", "租赁")],
                        max_length=8,
                        verbose_name="场所来源",
                    ),
                ),
                (
                    "lease_until",
                    models.DateField(
                        help_text="last day of the lease", null=True, verbose_name="租期止"
                    ),
                ),
                (
                    "fire_paper",
                    models.CharField(
                        choices=[
                            ("acceptance", "消防验收或者备案"),
                            ("inspection", "营业前消防安全检查合格"),
                            ("commitment", "消防安全承诺"),
                            ("none", "无"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="消防手续",
                    ),
                ),
                (
                    "fire_paper_no",
                    models.CharField(blank=True, max_length=60, verbose_name="消防手续文号"),
                ),
                ("fire_paper_on", models.DateField(null=True, verbose_name="消防手续日期")),
                (
                    "pupils_same_time",
                    models.PositiveIntegerField(null=True, verbose_name="同一时段最多学生数"),
                ),
                ("valid_from", models.DateField(verbose_name="自哪一天起")),
                (
                    "valid_until",
                    models.DateField(help_text="first day of the next survey", null=True),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="venues",
                        to="institutions.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "场地情况",
                "ordering": ("-valid_from", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="AnnualCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="得分"
                    ),
                ),
                (
                    "vetoes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="一票否决事项",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("excellent", "优秀"), ("passed", "合格"), ("failed", "不合格")],
                        max_length=10,
                        verbose_name="结论",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        help_text="the parameters that were asked",
                        max_length=200,
                        verbose_name="分档规则",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="年检日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "voided_because",
                    models.CharField(blank=True, max_length=200, verbose_name="作废原因"),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_checks",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "年检",
                "ordering": ("-year", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("institution", "year"),
                        name="one_annual_check_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("voided_at__isnull", True),
                                ("voided_because", ""),
                                ("voided_by__isnull", True),
                            ),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("voided_by__isnull", False),
                                models.Q(("voided_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="annual_check_void_has_person_and_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vetoes", []), ("result", "failed"), _connector="OR"),
                        name="veto_fails_the_annual_check",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Care",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("pupils", models.PositiveIntegerField(null=True, verbose_name="托管学生数")),
                (
                    "has_pupils_under_14",
                    models.BooleanField(default=True, verbose_name="有不满14周岁的学生"),
                ),
                (
                    "nap_area_m2",
                    models.DecimalField(
                        decimal_places=2, max_digits=9, null=True, verbose_name="午休用房面积"
                    ),
                ),
                ("beds", models.PositiveIntegerField(null=True, verbose_name="床位总数")),
                (
                    "beds_in_largest_room",
                    models.PositiveIntegerField(null=True, verbose_name="单间最多床位"),
                ),
                (
                    "video_days",
                    models.PositiveIntegerField(null=True, verbose_name="监控录像保存天数"),
                ),
                (
                    "meals",
                    models.CharField(
                        choices=[
                            ("none", "不供餐"),
                            ("cooked", "自办食堂"),
                            ("ordered", "订餐配送"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="供餐方式",
                    ),
                ),
                (
                    "food_licence_no",
                    models.CharField(blank=True, max_length=60, verbose_name="食品经营许可证编号"),
                ),
                (
                    "food_licence_until",
                    models.DateField(
                        help_text="last day", null=True, verbose_name="食品经营许可证有效期止"
                    ),
                ),
                (
                    "meal_supplier",
                    models.CharField(blank=True, max_length=100, verbose_name="供餐单位"),
                ),
                ("keeps_samples", models.BooleanField(default=False, verbose_name="食品留样")),
                ("valid_from", models.DateField(verbose_name="自哪一天起")),
                (
                    "valid_until",
                    models.DateField(help_text="first day of the next entry", null=True),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_facts",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "托管情况",
                "ordering": ("-valid_from", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("institution",),
                        name="one_current_care_per_institution",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="care_ends_not_before_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("beds__isnull", True),
                            ("beds_in_largest_room__isnull", True),
                            ("beds_in_largest_room__lte", models.F("beds")),
                            _connector="OR",
                        ),
                        name="largest_room_holds_no_more_beds_than_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="goes up by 1 with every change"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="课程名称")),
                ("class_name", models.CharField(blank=True, max_length=60, verbose_name="班级")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("subject", "学科"),
                            ("sport", "体育"),
                            ("art", "艺术"),
                            ("practice", "综合实践"),
                            ("science", "科技"),
                            ("care", "托管服务"),
                        ],
                        max_length=10,
                        verbose_name="课程类别",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="科目")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("preschool", "学龄前（3至6岁）"),
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中"),
                        ],
                        max_length=10,
                        verbose_name="培训对象",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("offline", "线下"), ("online", "线上"), ("both", "线下和线上")],
                        default="offline",
                        max_length=8,
                        verbose_name="培训方式",
                    ),
                ),
                (
                    "class_limit",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="班额上限"),
                ),
                (
                    "pupils",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="在读学生数"),
                ),
                (
                    "full_time_staff",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="专职教学人员数"
                    ),
                ),
                (
                    "lesson_minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="每课时分钟数"),
                ),
                (
                    "lessons",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="总课时"),
                ),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="1: Monday; empty: not known",
                        size=None,
                        verbose_name="上课日",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="上课时间")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="下课时间")),
                ("teachers", models.CharField(blank=True, max_length=200, verbose_name="任课教师")),
                ("material", models.CharField(blank=True, max_length=200, verbose_name="使用材料")),
                ("filing_no", models.CharField(blank=True, max_length=60, verbose_name="备案编号")),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="开课日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="first day without it; null: goes on",
                        null=True,
                        verbose_name="停课日期",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "课程",
                "ordering": ("title", "class_name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("institution", "title", "class_name"),
                        name="course_is_offered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on__isnull", True),
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("begins_on")),
                            _connector="OR",
                        ),
                        name="course_ends_not_before_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="lesson_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7])),
                        name="course_weekdays_are_of_a_week",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("grade", models.CharField(max_length=10, verbose_name="信用等级")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="评分"
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        help_text="parameter and its first day",
                        max_length=200,
                        verbose_name="评级办法",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="评定说明")),
                ("valid_from", models.DateField(verbose_name="评定日期")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, help_text="last day", null=True, verbose_name="有效期止"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_grades",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "信用等级",
                "ordering": ("-valid_from", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="credit_grade_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("institution_id"),
                                    models.F("institution_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_until"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="institution_has_one_grade_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "delta",
                    models.SmallIntegerField(
                        help_text="positive: added; never 0", verbose_name="分值"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="事由")),
                ("on", models.DateField(verbose_name="发生日期")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_points",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "积分",
                "ordering": ("-on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("delta", 0), _negated=True), name="credit_point_counts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LicenceTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("number", models.CharField(max_length=40, verbose_name="办学许可证编号")),
                ("valid_from", models.DateField(verbose_name="有效期起")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, help_text="last day", null=True, verbose_name="有效期止"
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=100, verbose_name="发证机关")),
                ("scope", models.CharField(blank=True, max_length=300, verbose_name="办学内容")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licence_terms",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "许可证期限",
                "ordering": ("-valid_from", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "valid_from"), name="licence_term_begins_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="licence_term_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("white", "白名单"),
                            ("key_supervision", "重点监督名单"),
                            ("black", "黑名单"),
                        ],
                        max_length=16,
                        verbose_name="名单",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="列入事由")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("valid_from", models.DateField(verbose_name="列入日期")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, help_text="last day", null=True, verbose_name="期满日期"
                    ),
                ),
                (
                    "ended_because",
                    models.CharField(blank=True, max_length=200, verbose_name="移出原因"),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_entries",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "名单",
                "ordering": ("-valid_from", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="list_entry_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("institution_id"),
                                    models.F("institution_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_until"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="institution_stands_on_one_list_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="goes up by 1 with every change"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="材料名称")),
                ("author", models.CharField(blank=True, max_length=100, verbose_name="编者")),
                ("edition", models.CharField(blank=True, max_length=60, verbose_name="版次")),
                ("is_self_written", models.BooleanField(default=True, verbose_name="自编")),
                (
                    "reviewed_inside_on",
                    models.DateField(blank=True, null=True, verbose_name="内部审核日期"),
                ),
                (
                    "reviewed_outside_on",
                    models.DateField(blank=True, null=True, verbose_name="外部审核日期"),
                ),
                ("filing_no", models.CharField(blank=True, max_length=60, verbose_name="备案编号")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="备案日期")),
                (
                    "withdrawn_on",
                    models.DateField(
                        blank=True,
                        help_text="first day out of use; null: in use",
                        null=True,
                        verbose_name="停用日期",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "培训材料",
                "ordering": ("title", "edition", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("institution", "title", "edition"),
                        name="material_is_in_use_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="goes up by 1 with every change"
                    ),
                ),
                ("item", models.CharField(max_length=120, verbose_name="收费项目")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("lesson", "课时"),
                            ("month", "月"),
                            ("term", "期"),
                            ("times", "次"),
                        ],
                        max_length=8,
                        verbose_name="计价单位",
                    ),
                ),
                (
                    "amount_fen",
                    models.PositiveBigIntegerField(help_text="fen", verbose_name="标准"),
                ),
                (
                    "guide_fen",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="fen; null: none is set for it",
                        null=True,
                        verbose_name="政府指导价上限",
                    ),
                ),
                ("published_from", models.DateField(verbose_name="公示起")),
                (
                    "published_until",
                    models.DateField(blank=True, help_text="first day of the next", null=True),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="institutions.institution",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "收费标准",
                "ordering": ("item", "unit", "-published_from", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_until__isnull", True)),
                        fields=("institution", "item", "unit"),
                        name="one_current_price_per_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_until__isnull", True),
                            ("published_until__gte", models.F("published_from")),
                            _connector="OR",
                        ),
                        name="price_ends_not_before_it_begins",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)),
                fields=("institution", "name", "id_tail"),
                name="staff_member_is_there_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_on__isnull", True),
                    ("left_on__isnull", True),
                    ("left_on__gte", models.F("joined_on")),
                    _connector="OR",
                ),
                name="staff_member_leaves_after_joining",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certificate_no", ""),
                    models.Q(("certificate_kind", "none"), _negated=True),
                    _connector="OR",
                ),
                name="staff_certificate_number_has_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiringcheck",
            constraint=models.UniqueConstraint(
                fields=("member", "kind", "asked_on"), name="hiring_check_is_noted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("site",),
                name="one_current_venue_per_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="venue_ends_not_before_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_area_m2__isnull", True),
                    ("training_area_m2__isnull", True),
                    ("training_area_m2__lte", models.F("total_area_m2")),
                    _connector="OR",
                ),
                name="venue_training_area_lies_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor_from__isnull", True),
                    ("floor_to__isnull", True),
                    ("floor_to__gte", models.F("floor_from")),
                    _connector="OR",
                ),
                name="venue_floors_go_up",
            ),
        ),
    ]
