"""What gunicorn serves. Refuses to start with a database role that could step around the rules."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from lintel.database import refuse_a_powerful_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.settings")

application = get_wsgi_application()
refuse_a_powerful_role()
connection.close()
