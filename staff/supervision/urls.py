"""Addresses of the room of talks, circulars, listings and merits."""

from django.urls import path

from staff.supervision import circulars, interviews, listings, lists, merits

urlpatterns = [
    path("", lists.supervision, name="supervision"),
    path("interviews/", lists.interviews, name="interviews"),
    path("interviews/new/", interviews.new, name="interview-new"),
    path("interviews/<int:interview_id>/", interviews.interview, name="interview"),
    path("interviews/<int:interview_id>/hold/", interviews.hold, name="interview-hold"),
    path("interviews/<int:interview_id>/miss/", interviews.miss, name="interview-miss"),
    path("interviews/<int:interview_id>/cancel/", interviews.cancel, name="interview-cancel"),
    path("interviews/<int:interview_id>/record/", interviews.record, name="interview-record"),
    path("circulars/", lists.circulars, name="circulars"),
    path("circulars/new/", circulars.new, name="circular-new"),
    path("circulars/<int:circular_id>/", circulars.circular, name="circular"),
    path("circulars/<int:circular_id>/publish/", circulars.publish, name="circular-publish"),
    path("circulars/<int:circular_id>/withdraw/", circulars.withdraw, name="circular-withdraw"),
    path("circulars/<int:circular_id>/discard/", circulars.discard, name="circular-discard"),
    path("listings/", lists.listings, name="listings"),
    path("listings/new/", listings.new, name="listing-new"),
    path("listings/<int:listing_id>/", listings.listing, name="listing"),
    path("listings/<int:listing_id>/progress/", listings.progress, name="listing-progress"),
    path("listings/<int:listing_id>/extend/", listings.extend, name="listing-extend"),
    path("listings/<int:listing_id>/strike/", listings.strike, name="listing-strike"),
    path("listings/<int:listing_id>/escalate/", listings.escalate, name="listing-escalate"),
    path("merits/", lists.merits, name="merits"),
    path("merits/new/", merits.new, name="merit-new"),
    path("merits/<int:merit_id>/", merits.merit, name="merit"),
    path("merits/<int:merit_id>/revoke/", merits.revoke, name="merit-revoke"),
    path("merits/<int:merit_id>/file/", merits.file, name="merit-file"),
]
