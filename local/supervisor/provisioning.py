"""The steps between running programs and a usable platform: the schema, then everything declared."""

import os
import shutil
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from local.postgres.account import account, reachable_folder
from local.provisioner import provision as provision_platform
from local.provisioner.platform import Endpoints, Platform
from local.supervisor.parts import Place
from schemas.sql import migrate

MADE_BY = "CHAIN_MADE_BY"


class Maker(StrEnum):
    """Who makes what is declared: the provisioner in seconds, or Terraform as on AWS, with IAM enforced."""

    PROVISIONER = "provisioner"
    TERRAFORM = "terraform"


class MadeOtherwiseError(Exception):
    """A home's platform was made by the other maker, or there is no such maker."""


def chosen_maker(home: Path) -> Maker:
    """What `CHAIN_MADE_BY` says, once and for all in a home. Raises MadeOtherwiseError."""
    asked = os.environ.get(MADE_BY, Maker.PROVISIONER)
    if asked not in list(Maker):
        raise MadeOtherwiseError(f"{MADE_BY}={asked} is not known: use {' or '.join(Maker)}")
    by_terraform = (home / "data" / "terraform").exists()
    if Platform.file(home).exists() and by_terraform != (asked == Maker.TERRAFORM):
        made_by = Maker.TERRAFORM if by_terraform else Maker.PROVISIONER
        raise MadeOtherwiseError(
            f"the platform in {home} was made by {made_by}: set {MADE_BY}={made_by}, "
            "or another CHAIN_HOME, or remove it by `./chain clean`"
        )
    return Maker(asked)


def forget_unfinished(place: Place) -> None:
    """Removes what a first apply left that did not end: Terraform would replace it, which data resist.

    State machines are in the database, so it goes as well, unless it is an operator's own.
    """
    if Platform.file(place.home).exists() or not place.data("postgres").parent.exists():
        return
    unfinished = [place.data(name) for name in ("terraform", "emulator", "postgres")]
    for data in (*unfinished, reachable_folder(place.data("postgres"), account())):
        shutil.rmtree(data, ignore_errors=True)


def create_schema(database_url: str) -> None:
    """Makes the database where it is missing and brings its schema to the newest version."""
    _create_database(database_url)
    migrate.upgrade(database_url)


def provision(place: Place, endpoints: Endpoints, maker: Maker) -> Platform:
    """Makes everything declared; an operator's `FMCSA_BASE_URL` replaces the stand-in."""
    carriers = os.environ.get("FMCSA_BASE_URL", endpoints.fmcsa)
    given = endpoints.model_copy(update={"fmcsa": carriers})
    if maker is Maker.TERRAFORM:
        from local.terraform.making import make  # noqa: PLC0415 - packaging is slow to import

        return make(place.home, given)
    return provision_platform(place.home, given)


def _create_database(database_url: str) -> None:
    try:
        psycopg.connect(database_url, connect_timeout=10).close()
    except psycopg.OperationalError as refused:
        if "does not exist" not in str(refused):
            raise
        name = str(conninfo_to_dict(database_url)["dbname"])
        with psycopg.connect(database_url, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
