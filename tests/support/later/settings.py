"""The settings of the product, with the later version of the register."""

from xiuhua.site import settings as product

globals().update({name: value for name, value in vars(product).items() if name.isupper()})
INSTALLED_APPS = [*product.INSTALLED_APPS, "support.later"]
MIGRATION_MODULES = {"registry": "support.later.migrations", "later": None}
