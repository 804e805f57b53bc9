"""The bare side's application: the project's own asks the database before it serves."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
gc.collect()
gc.freeze()  # as config.wsgi does
