"""What a token of an identity provider has to be signed with and to state. All keys are made here, by a third party that means no good."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from matcher.domain.access.actor import Role
from matcher.domain.access.oidc import (
    IdentityNotProved,
    Provider,
    Reply,
    address_to_begin,
    challenge_of,
    check_claims,
    draw_attempt,
    person_of,
    question_for_tokens,
    read_endpoints,
)
from matcher.errors import ProviderUnavailable
from matcher.service.oidc_sign_in import verified_claims

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
ISSUER = "https://login.example"
PROVIDER = Provider(ISSUER, "linewatch", "https://linewatch.example/oidc/callback", roles={"lw-analysts": Role.ANALYST})

RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig", "alg": "RS256"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})
PUBLISHED = {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]}
CLAIMS = {"iss": ISSUER, "aud": "linewatch", "sub": "u-1", "nonce": "n-1", "exp": SECONDS + 300, "iat": SECONDS}


def encode(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).decode().rstrip("=")


def signed(key, algorithm, claims=CLAIMS, **header):
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    fields = {"alg": algorithm, **header}
    return jws.serialize_compact(fields, json.dumps(claims), key, algorithms=[algorithm], registry=registry)


def refused(code, function, *given, **more):
    with pytest.raises(IdentityNotProved) as wrong:
        function(*given, **more)
    return wrong.value.code == code


@pytest.mark.parametrize(
    "token",
    [
        signed(RSA, "RS256", kid="rsa"),
        signed(RSA, "RS256"),
        signed(EC, "ES256", kid="ec"),
        signed(RSA, "RS256", kid="rsa", typ="JWT"),
    ],
)
def test_a_token_that_a_published_key_signed_states_what_it_states(token):
    """Both algorithms are taken, with the name of the key or without."""
    assert verified_claims(token, PUBLISHED) == CLAIMS


def test_a_token_without_a_signature_is_refused():
    """The algorithm `none`, in whatever letters, is none that is taken."""
    for name in ("none", "None", "NONE", "nOnE", "", None, 1, ["RS256"]):
        assert refused("wrong-algorithm", verified_claims, f"{encode({'alg': name})}.{encode(CLAIMS)}.", PUBLISHED)


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_public_key_is_no_shared_secret(digest):
    """A token signed by HMAC with the text of the published key is refused, and so is one whose header says RS256 over such a signature."""

    def by_hmac(algorithm):
        message = f"{encode({'alg': algorithm, 'kid': 'rsa'})}.{encode(CLAIMS)}"
        return f"{message}.{encode(hmac.digest(RSA.as_pem(private=False), message.encode(), digest))}"

    forged, relabelled = by_hmac(f"HS{digest[3:]}"), by_hmac("RS256")

    assert refused("wrong-algorithm", verified_claims, forged, PUBLISHED)
    assert refused("wrong-signature", verified_claims, relabelled, PUBLISHED)


def test_a_shared_secret_among_the_published_keys_signs_nothing():
    """A key of the kind for HMAC that stands among the published ones is passed over."""
    secret = OctKey.import_key("a secret that everybody can read")
    published = {"keys": [secret.as_dict(private=True) | {"kid": "rsa"}]}

    assert refused("wrong-algorithm", verified_claims, signed(secret, "HS256", kid="rsa"), published)
    assert refused("wrong-signature", verified_claims, signed(RSA, "RS256", kid="rsa"), published)


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": STRANGER.as_dict(private=False)},
        {"jku": "https://elsewhere.example/keys"},
        {"x5u": "https://elsewhere.example/certificate"},
        {"x5c": ["MIIB"]},
        {"kid": "../../rsa"},
        {"kid": "rsa"},
        {},
    ],
)
def test_a_key_that_a_token_brings_along_counts_for_nothing(header):
    """Signed by a stranger, it is refused whatever key or address of one stands in its header."""
    assert refused("wrong-signature", verified_claims, signed(STRANGER, "RS256", **{"kid": "rsa"} | header), PUBLISHED)


@pytest.mark.parametrize("header", [{"crit": ["b64"], "b64": False}, {"typ": "at+jwt"}, {"typ": "logout+jwt"}])
def test_a_token_of_another_kind_is_refused(header):
    """An access token, a log-out token and one with extensions we do not know are no identity."""
    token = signed(RSA, "RS256", kid="rsa")
    other = ".".join([encode({"alg": "RS256", "kid": "rsa", **header}), *token.split(".")[1:]])

    assert refused("wrong-kind", verified_claims, other, PUBLISHED)


@pytest.mark.parametrize(
    "changed",
    [
        {"use": "enc"},
        {"alg": "PS256"},
        {"kid": "another"},
        {"n": "AQAB"},
        {"e": None},
        {"kty": "EC"},
    ],
)
def test_a_published_key_that_is_for_something_else_signs_nothing(changed):
    """A key for encryption, of another algorithm or name, or a damaged one is passed over."""
    published = {"keys": [RSA.as_dict(private=False) | changed]}

    assert refused("wrong-signature", verified_claims, signed(RSA, "RS256", kid="rsa"), published)


def test_a_short_key_signs_nothing():
    """A modulus of 1024 bits is too short to be believed."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        short = RSAKey.generate_key(1024)
        token = signed(short, "RS256")
        assert refused("wrong-signature", verified_claims, token, {"keys": [short.as_dict(private=False)]})


@pytest.mark.parametrize("token", ["", ".", "..", "a.b", "a.b.c.d", "\ud800.x.y", "e30.e30.", "x" * 100_000, f"{'x' * 40_000}.e30.e30"])
def test_what_is_no_token_is_refused(token):
    """Anything that is not three parts with a header is refused without a failure."""
    with pytest.raises(IdentityNotProved):
        verified_claims(token, PUBLISHED)


@pytest.mark.parametrize("published", [{}, {"keys": None}, {"keys": [None, 1, "x", {}, {"kty": "RSA"}]}, {"keys": {}}])
def test_keys_that_cannot_be_read_sign_nothing(published):
    """Whatever stands in the place of the published keys, nothing is believed."""
    assert refused("wrong-signature", verified_claims, signed(RSA, "RS256", kid="rsa"), published)


def test_a_payload_that_is_no_object_states_nothing():
    """A signed list is no set of claims."""
    assert refused("wrong-signature", verified_claims, signed(RSA, "RS256", ["x"], kid="rsa"), PUBLISHED)


def check(now=NOW, access_token=None, **changed):
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    check_claims(claims, PROVIDER, nonce="n-1", access_token=access_token, now=now)


def at_hash(token):
    return encode(hashlib.sha256(token.encode()).digest()[:16])


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"aud": ["linewatch"]},
        {"aud": ["linewatch", "other"], "azp": "linewatch"},
        {"azp": "linewatch"},
        {"nbf": SECONDS + 30},
        {"iat": SECONDS + 59},
        {"exp": SECONDS - 59},
        {"at_hash": at_hash("access"), "access_token": "access"},
    ],
)
def test_claims_that_fit_are_taken(changed):
    """One audience or several with us as the party, clocks a minute apart, and the access token that came along."""
    check(**changed)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("wrong-issuer", {"iss": "https://login.example/"}),
        ("wrong-issuer", {"iss": None}),
        ("wrong-issuer", {"iss": ["https://login.example"]}),
        ("wrong-audience", {"aud": "other"}),
        ("wrong-audience", {"aud": None}),
        ("wrong-audience", {"aud": []}),
        ("wrong-audience", {"aud": {"linewatch": 1}}),
        ("wrong-audience", {"aud": "linewatch2"}),
        ("wrong-party", {"aud": ["linewatch", "other"]}),
        ("wrong-party", {"azp": "other"}),
        ("wrong-nonce", {"nonce": "n-2"}),
        ("wrong-nonce", {"nonce": None}),
        ("wrong-nonce", {"nonce": 1}),
        ("wrong-nonce", {"nonce": "\ud800"}),
        ("expired", {"exp": SECONDS - 60}),
        ("no-times", {"exp": None}),
        ("no-times", {"exp": "tomorrow"}),
        ("no-times", {"exp": True}),
        ("no-times", {"iat": None}),
        ("no-times", {"exp": 10**400}),
        ("expired", {"exp": float("nan")}),
        ("wrong-time", {"iat": SECONDS + 61}),
        ("wrong-time", {"iat": SECONDS - 661}),
        ("not-yet", {"nbf": SECONDS + 61}),
        ("no-subject", {"sub": None}),
        ("no-subject", {"sub": ""}),
        ("no-subject", {"sub": 7}),
        ("no-subject", {"sub": "x" * 256}),
        ("no-subject", {"sub": "u\0"}),
        ("wrong-access-token", {"at_hash": at_hash("access"), "access_token": "another"}),
        ("wrong-access-token", {"at_hash": at_hash("access")}),
        ("wrong-access-token", {"at_hash": 5, "access_token": "access"}),
    ],
)
def test_claims_that_do_not_fit_are_refused(code, changed):
    """Each thing a token has to state is refused when it is missing, of another kind, or of somebody else."""
    assert refused(code, check, **changed)


PERSON = CLAIMS | {"preferred_username": "alex", "organisation": "North", "unit": "Hillside", "roles": ["lw-analysts", "staff"]}


def test_claims_name_a_person_in_our_words():
    """Groups that mean a role give it; those that mean nothing give nothing; the address of e-mail is not looked at."""
    person = person_of(PERSON | {"email": "somebody@else.example"}, PROVIDER)

    assert (person.issuer, person.subject, person.username) == (ISSUER, "u-1", "alex")
    assert (person.organisation, person.unit, person.roles) == ("North", "Hillside", {Role.ANALYST})


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("no-role", {"roles": ["staff"]}),
        ("no-role", {"roles": None}),
        ("no-role", {"roles": {"lw-analysts": True}}),
        ("no-role", {"roles": [["lw-analysts"], 1]}),
        ("no-role", {"roles": ["analyst"]}),
        ("no-place", {"organisation": None}),
        ("no-place", {"unit": ["Hillside"]}),
    ],
)
def test_claims_without_a_role_or_a_place_name_nobody_here(code, changed):
    """A name of a role of ours is no group of theirs; without a role, organisation and unit nobody comes in."""
    assert refused(code, person_of, PERSON | changed, PROVIDER)


ENDPOINTS = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize?tenant=1",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}


def described(**changed):
    return read_endpoints(Reply(200, json.dumps(ENDPOINTS | changed).encode()), PROVIDER)


def test_somebody_is_sent_to_the_provider_with_what_the_answer_must_fit():
    """The address holds the challenge and not the verifier, and neither the binder of the browser."""
    attempt = draw_attempt()

    address = address_to_begin(described(), PROVIDER, attempt)

    assert address.startswith(f"{ISSUER}/authorize?tenant=1&response_type=code&")
    assert f"code_challenge={challenge_of(attempt.verifier)}&code_challenge_method=S256" in address
    assert f"state={attempt.state}" in address
    assert f"nonce={attempt.nonce}" in address
    assert attempt.verifier not in address
    assert attempt.binder not in address


def test_the_challenge_is_that_of_the_standard():
    """The example of RFC 7636 appendix B comes out."""
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_our_secret_is_shown_as_the_standard_has_it():
    """Name and secret are form-encoded before they are joined (RFC 6749 section 2.3.1); without a secret only the name is sent."""
    secret = Provider(ISSUER, "line:watch", "https://x.example", client_secret="a b%")

    asked = question_for_tokens(described(), secret, code="c", verifier="v")
    public = question_for_tokens(described(), PROVIDER, code="c", verifier="v")

    assert base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")) == b"line%3Awatch:a%20b%25"
    assert "client_id" not in asked.form
    assert (public.form["client_id"], public.form["code_verifier"], dict(public.headers)) == ("linewatch", "v", {})


def test_an_issuer_that_ends_in_a_slash_is_the_one_of_the_settings():
    """Settings leave the slash at the end out; what the provider writes is what its tokens have to say."""
    assert described(issuer=f"{ISSUER}/").issuer == f"{ISSUER}/"


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://login.example.elsewhere.example"},
        {"issuer": None},
        {"token_endpoint": "http://login.example/token"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/keys"},
        {"jwks_uri": "https://user@login.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://["},
    ],
)
def test_a_description_that_cannot_be_trusted_is_refused(changed):
    """Another issuer, and addresses that are not confidential, end the sign-in before anything is sent there."""
    with pytest.raises(ProviderUnavailable):
        described(**changed)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, b"{}"),
        Reply(200, b""),
        Reply(200, b"[]"),
        Reply(200, b"\xff"),
        Reply(200, b"[" * 100_000),
        Reply(200, b" " * 600_000 + b"{}"),
    ],
)
def test_what_is_no_description_is_refused(reply):
    """An error, no JSON, JSON without end and a document without bound are told as a provider that gives no answer."""
    with pytest.raises(ProviderUnavailable):
        read_endpoints(reply, PROVIDER)
