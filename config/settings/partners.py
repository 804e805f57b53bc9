"""The partner API: DRF without its pages, its sessions and its defaults of openness."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["partners.access.ByToken"],
    "DEFAULT_PERMISSION_CLASSES": ["partners.access.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["partners.parsers.CarefulJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "partners.api.v1.openapi.Described",
    "EXCEPTION_HANDLER": "partners.errors.problem_for",
    "UNAUTHENTICATED_USER": None,
    "UNICODE_JSON": True,
    "COMPACT_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "育监数据接口 Yujian partner API",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["partners.api.v1.openapi.only_the_api"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "partners.api.v1.openapi.finish",
    ],
    "SORT_OPERATIONS": False,
    "ENUM_NAME_OVERRIDES": {
        "InstitutionKind": "institutions.states.InstitutionKind",
        "InstitutionState": "institutions.states.InstitutionState",
        "Nature": "institutions.states.Nature",
        "RegisterKind": "institutions.states.RegisterKind",
        "CoordinateSystem": "institutions.states.CoordinateSystem",
        "ListKind": "institutions.states.ListKind",
        "AssignmentKind": "assignments.states.AssignmentKind",
        "AssignmentState": "assignments.states.AssignmentState",
        "AnswerOutcome": "assignments.states.AnswerOutcome",
        "AnswerUnit": "assignments.states.AnswerUnit",
        "RegistryEventKind": "exchange.states.RegistryEventKind",
        "RegistryEventState": "exchange.states.RegistryEventState",
        "VisitPurpose": "inspections.states.VisitPurpose",
        "VisitState": "inspections.states.VisitState",
        "OfficerRole": "inspections.states.OfficerRole",
        "FindingKind": "inspections.states.FindingKind",
        "FindingVerdict": "inspections.states.FindingVerdict",
        "NoticeForm": "enforcement.states.NoticeForm",
        "NoticeState": "enforcement.states.NoticeState",
        "PublicationState": "cases.after.PublicationState",
        "PublicationClass": "cases.after.PublicationClass",
        "OrderKind": "funds.states.OrderKind",
        "OrderState": "funds.states.OrderState",
        "PenaltyKind": "cases.states.PenaltyKind",
        "HappeningKind": "partners.sandbox.happenings.CHOICES",
    },
    "COMPONENT_SPLIT_REQUEST": True,
}
# The front puts the certificate of a TLS client here and lets nobody else write it.
YUJIAN_CERTIFICATE_HEADER = "HTTP_X_CLIENT_CERTIFICATE"
YUJIAN_API_BODY_KB = 1024
