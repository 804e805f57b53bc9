"""The addresses of a county, and a bare list of institutions as DRF's own guide writes one."""

from django.urls import include, path
from rest_framework import generics, serializers
from rest_framework.renderers import JSONRenderer

from institutions.models import Institution


class BareInstitution(serializers.ModelSerializer):
    address = serializers.CharField(source="current_site.address", default=None)
    longitude = serializers.FloatField(source="current_site.point.x", default=None)
    latitude = serializers.FloatField(source="current_site.point.y", default=None)
    coordinate_source = serializers.CharField(source="current_site.source_system", default=None)
    kind_label = serializers.CharField(source="get_kind_display")
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Institution
        fields = (
            *("id", "name", "short_name", "kind", "kind_label", "state", "state_label", "nature"),
            *("licence_no", "licence_from", "licence_until", "credit_code", "register_kind"),
            *("legal_person", "principal", "phone", "address", "longitude", "latitude"),
            *("coordinate_source", "version"),
        )


class BareList(generics.ListAPIView):
    """No token, no scope, no rate, no record; the first hundred rows."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    serializer_class = BareInstitution

    def get_queryset(self):
        return Institution.objects.with_current_site().order_by("pk")[:100]


urlpatterns = [
    path("bare", BareList.as_view(), name="bare"),
    path("", include("config.urls_county")),
]
