import pytest

from faasport.runtime.cors import CORS
from faasport.runtime.errors import DeclarationError


@pytest.mark.parametrize(
    "origins",
    [
        ["https://app.example/"],
        ["app.example"],
        ["https://app.example", "*"],
        ["https://grüße.example"],
        ["https://"],
        "https://a.example\r\nx: y",
    ],
)
def test_an_origin_that_no_browser_sends_is_refused(origins: list[str] | str) -> None:
    with pytest.raises(DeclarationError, match="is no origin"):
        CORS(origins=origins)


@pytest.mark.parametrize("name", ["headers", "expose"])
def test_a_name_that_no_header_can_hold_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match="is no header name"):
        CORS(**{name: ["x-a\n"]})  # type: ignore[arg-type]


@pytest.mark.parametrize("origin", ["https://app.example", "http://localhost:3000", "null"])
def test_an_origin_is_scheme_and_host(origin: str) -> None:
    assert CORS(origins=[origin]).allows(origin)
