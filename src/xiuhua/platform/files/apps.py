from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "xiuhua.platform.files"
    label = "files"
