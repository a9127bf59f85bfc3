"""Package `ckanext-archipel`; the top-level folders `schemas/` and `i18n/` ship inside `ckanext.archipel`."""

from setuptools import find_namespace_packages, setup

DATA_PACKAGES = {"ckanext.archipel.schemas": "schemas", "ckanext.archipel.i18n": "i18n"}

setup(
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
        ],
        "ckanext.archipel.schemas": ["*.yaml"],
        "ckanext.archipel.i18n": ["*.pot", "*/LC_MESSAGES/*.po", "*/LC_MESSAGES/*.mo"],
    },
    include_package_data=False,
    zip_safe=False,
)
