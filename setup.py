"""Package `ckanext-archipel`; the top-level folders `schemas/` and `i18n/` ship inside `ckanext.archipel`."""

import sys
from pathlib import Path

from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))  # an isolated build does not see the checkout

from assets_build.build import SKIP, build_assets
from assets_build.download import DownloadError

DATA_PACKAGES = {"ckanext.archipel.schemas": "schemas", "ckanext.archipel.i18n": "i18n"}


class BuildWithAssets(build_py):
    """Fetches the pinned assets before the package's files are gathered, in a wheel as in an editable install."""

    def run(self) -> None:
        try:
            build_assets()
        except DownloadError as error:
            # SystemExit: an editable install only warns about other exceptions.
            sys.exit(f"{error} Pour s'en passer (sans le thème de l'État ni la liste des communes), posez {SKIP}=1.")
        self.__dict__.pop("data_files", None)  # may have been listed before the assets arrived
        super().run()


setup(
    cmdclass={"build_py": BuildWithAssets},
    packages=[*find_namespace_packages(include=["ckanext.archipel", "ckanext.archipel.*"]), *DATA_PACKAGES],
    package_dir=DATA_PACKAGES,
    package_data={
        "ckanext.archipel": [
            "**/*.yaml",
            "**/*.yml",
            "**/templates/**/*",
            "**/assets/**/*",
            "**/public/**/*",
            "**/migration/**/*",
            "conformity/shapes/*.ttl",
            "territory/built/*",
        ],
        "ckanext.archipel.schemas": ["*.yaml", "*.json"],
        "ckanext.archipel.i18n": ["*.pot", "*/LC_MESSAGES/*.po", "*/LC_MESSAGES/*.mo"],
    },
    include_package_data=False,
    zip_safe=False,
)
