"""Why a fetch was refused or failed, in words an administrator can act on."""


class FetchError(Exception):
    """Base of all refusals and failures; the message is in French and names the address."""


class UnsupportedUrlError(FetchError):
    """The address is not an http(s) address that can be read."""

    def __init__(self, url: str) -> None:
        super().__init__(f"Adresse refusée : « {url} ». Seules les adresses http:// et https:// sont acceptées.")


class AddressRefusedError(FetchError):
    """The host resolves to an address of a private or reserved network."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(
            f"Adresse refusée : « {host} » désigne {address}, qui n'est pas sur l'Internet public. Si ce serveur est "
            "de confiance, ajoutez son réseau à l'option ckanext.archipel.fetch.allowed_networks."
        )


class UnreachableError(FetchError):
    """The host cannot be found, or refuses or breaks the connection."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"Serveur injoignable : {url} ({reason}). Vérifiez l'adresse et que le serveur répond.")


class TooSlowError(FetchError):
    """The server did not answer, or did not finish, in the time allowed."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(f"Serveur trop lent : {url} n'a pas fini de répondre en {seconds:g} s. Réessayez plus tard.")


class TooLargeError(FetchError):
    """The answer, once decompressed, is larger than allowed."""

    def __init__(self, url: str, max_bytes: int) -> None:
        super().__init__(
            f"Réponse trop grosse : {url} dépasse {max_bytes / 1_000_000:g} Mo une fois décompressée "
            "(option ckanext.archipel.fetch.max_megabytes)."
        )


class TooManyRedirectsError(FetchError):
    """The server keeps sending elsewhere."""

    def __init__(self, url: str, count: int) -> None:
        super().__init__(f"Trop de redirections : {url} renvoie plus de {count} fois ailleurs.")


class BadStatusError(FetchError):
    """The server answered something other than the document."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(f"Réponse HTTP {status} de {url}. Vérifiez que cette adresse s'ouvre dans un navigateur.")
