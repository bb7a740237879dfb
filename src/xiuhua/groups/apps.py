from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "xiuhua.groups"
    label = "groups"
