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
    """The host cannot be found, or refuses or breaks the connection; `passing` when trying again may help."""

    def __init__(self, url: str, reason: str, passing: bool = False) -> None:
        super().__init__(f"Serveur injoignable : {url} ({reason}). Vérifiez l'adresse et que le serveur répond.")
        self.passing = passing


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
    """The server answered something other than the document; `retry_after` is in seconds, 0 when it did not say."""

    def __init__(self, url: str, status: int, retry_after: float = 0) -> None:
        super().__init__(f"Réponse HTTP {status} de {url}. Vérifiez que cette adresse s'ouvre dans un navigateur.")
        self.status = status
        self.retry_after = retry_after


class HostBusyError(FetchError):
    """Another reading of the same server, here or in another process, lasts too long to wait for."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"Serveur déjà sollicité : une autre lecture de {host} dure depuis plus de {seconds:g} s.")


class ProxyError(FetchError):
    """The outbound proxy of the configuration is not the address of an http proxy."""

    def __init__(self, proxy: str) -> None:
        super().__init__(
            f"Mandataire refusé : « {proxy} ». L'option ckanext.archipel.fetch.proxy attend http://serveur:port."
        )
