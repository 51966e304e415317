SECRET_KEY = "a sample has none"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "site_of_polls.urls"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
USE_TZ = True
