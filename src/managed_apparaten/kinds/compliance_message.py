"""The mail to somebody whose device does not comply: what is wrong, what to do, whom to ask. In the organisation's language and the other.

Intune sends the text in the language of the user, and the default one where there is none. A template is made without texts;
each text is an object of its own under it, at most one a locale. `isDefault` of a text can only be set: that clears it on the other
texts, and `defaultLocale` of the template follows.
https://learn.microsoft.com/graph/api/resources/intune-notification-notificationmessagetemplate
https://learn.microsoft.com/graph/api/resources/intune-notification-localizednotificationmessage
terraform-provider-microsoft365 @ c63f934, windows_device_compliance_notifications/resource_docs: traffic of the portal (2025)
"""

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Kind, OrganisationScope, Permissions
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import cause
from managed_apparaten.intune import compliance
from managed_apparaten.policy.model import Language, Text

LOCALES: dict[Language, str] = {"nl": "nl-nl", "en": "en-us"}
LANGUAGES: tuple[Language, ...] = ("nl", "en")


def compile_whole(whole: OrganisationScope) -> list[Draft]:
    """The one template, when a compliance policy mails it."""
    return [_draft(whole)] if compliance.NOT_COMPLIANT in whole.wanted else []


def _draft(whole: OrganisationScope) -> Draft:
    first = whole.language
    title = whole.say("label.kind.message.title")
    texts = [
        _text(whole, language, default=language == first)
        for language in sorted(LANGUAGES, key=lambda known: known != first)
    ]
    language = cause("policy", "cause.kind.language", whole.policy.organisation.span, language=first)
    return Draft(
        {
            "displayName": because(
                f"{whole.policy.organisation.prefix} | {title}", cause("default", "cause.kind.message")
            ),
            "defaultLocale": because(LOCALES[first], language),
            "brandingOptions": because("none", cause("default", "cause.kind.message")),
            "localizedNotificationMessages": because(texts, cause("default", "cause.kind.message")),
        },
        part=compliance.NOT_COMPLIANT,
        about=whole.say("label.kind.message.about"),
    )


def _text(whole: OrganisationScope, language: Language, *, default: bool) -> dict[str, Traced]:
    """Subject and body: the organisation's own where it wrote them, else ours, with its contact in it."""
    organisation, ours = whole.policy.organisation, cause("default", "cause.kind.message")
    contact = organisation.contact
    asks = contact.helpdesk or contact.reporting_point
    args = {
        "organisation": organisation.name,
        "helpdesk": asks.value,
        "report": contact.reporting_point.value,
    }
    known = cause("policy", "cause.kind.contact", asks.span, contact=asks.value)
    own = organisation.message
    subject, body = (
        getattr(text, language) if text else ""
        for text in (own.subject if own else None, own.body if own else None)
    )
    written = cause("policy", "cause.kind.message-own", own.span) if own else ours
    return {
        "locale": because(LOCALES[language], common_causes.INTUNE_NEEDS),
        "subject": because(subject, written)
        if subject
        else because(whole.say("label.kind.message.subject", language, **args), ours),
        "messageTemplate": because(body, written)
        if body
        else because(whole.say("label.kind.message.body", language, **args), known),
        "isDefault": because(default, common_causes.INTUNE_NEEDS),
    }


KIND = Kind(
    name=compliance.MESSAGE,
    title=Text(nl="Bericht bij niet-naleving", en="Non-compliance message"),
    platform=None,
    odata_type="microsoft.graph.notificationMessageTemplate",
    collection="deviceManagement/notificationMessageTemplates",
    compile_whole=compile_whole,
    permissions=Permissions(
        "DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"
    ),
    order=2,
    assigned=False,
    list_expand="localizedNotificationMessages",
    item_expand="localizedNotificationMessages",
    children={"localizedNotificationMessages": "locale"},
    defaults={"localizedNotificationMessages": ("isDefault", "defaultLocale")},
    unordered=frozenset({"/roleScopeTagIds"}),
)
