"""The product's own settings, and the slow jobs."""

from xiuhua.site import settings as product

globals().update({name: value for name, value in vars(product).items() if name.isupper()})
INSTALLED_APPS = [*product.INSTALLED_APPS, "support.slow_jobs"]
