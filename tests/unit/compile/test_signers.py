"""The publisher of a program as AppLocker writes it, from what the catalogue states."""

import pytest

from managed_apparaten.intune.windows_publishers import publisher_name


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("CN=Telegram FZ-LLC, O=Telegram FZ-LLC, L=Dubai, C=AE", "O=TELEGRAM FZ-LLC, L=DUBAI, C=AE"),
        ("O=ZOOM VIDEO COMMUNICATIONS, INC., L=SAN JOSE, C=US", "O=ZOOM VIDEO COMMUNICATIONS, INC., L=SAN JOSE, C=US"),
        ('CN="Zoom, Inc.", O="Zoom, Inc.", L=San Jose, ST=CA, C=US', "O=ZOOM, INC., L=SAN JOSE, S=CA, C=US"),
        ("C=NL, O=Een, CN=Een, OID.2.5.4.15=Private Organization, SERIALNUMBER=1", "O=EEN, C=NL"),
        ("CN=Een,O=Een,C=NL", "O=EEN, C=NL"),
        ("CN=24803D75-212C-471A-BC57-9EF86AB91435", None),
        ("Bytedance Pte. Ltd.", None),
        ("CN=Een, O=Een", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_name_is_made_of_four_parts_of_the_subject_in_capitals(stated: str, name: str | None) -> None:
    """F8."""
    assert publisher_name(stated) == name
