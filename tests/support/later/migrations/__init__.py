"""The register's own migrations, and one that came after them."""

from xiuhua.registry import migrations

__path__ = [*__path__, *migrations.__path__]
