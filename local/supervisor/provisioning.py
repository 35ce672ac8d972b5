"""The steps between running programs and a usable platform: the schema, then everything declared."""

import os

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from local.provisioner import provision as provision_platform
from local.provisioner.platform import Endpoints, Platform
from local.supervisor.parts import Place
from schemas.sql import migrate


def create_schema(database_url: str) -> None:
    """Makes the database where it is missing and brings its schema to the newest version."""
    _create_database(database_url)
    migrate.upgrade(database_url)


def provision(place: Place, endpoints: Endpoints) -> Platform:
    """Makes everything declared; an operator's `FMCSA_BASE_URL` replaces the stand-in."""
    carriers = os.environ.get("FMCSA_BASE_URL", endpoints.fmcsa)
    return provision_platform(place.home, endpoints.model_copy(update={"fmcsa": carriers}))


def _create_database(database_url: str) -> None:
    try:
        psycopg.connect(database_url, connect_timeout=10).close()
    except psycopg.OperationalError as refused:
        if "does not exist" not in str(refused):
            raise
        name = str(conninfo_to_dict(database_url)["dbname"])
        with psycopg.connect(database_url, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
