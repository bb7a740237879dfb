"""From what a browser says of itself: which browser on which system, in words that its owner knows."""

from collections.abc import Mapping

from xiuhua.kernel.text import Text

_BROWSERS = (
    ("MicroMessenger", "wechat"),
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("HuaweiBrowser", "huawei"),
    ("Firefox", "firefox"),
    ("Chrom", "chrome"),
    ("Safari", "safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "harmony"),
    ("Android", "android"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
"""The first that is mentioned counts: many browsers name those from which they descend."""

_UNKNOWN = Text("没有认出的设备", "a device that was not recognised")
_NAMES: Mapping[str, Text] = {
    "wechat": Text("微信", "WeChat"),
    "edge": Text("Edge 浏览器", "Edge"),
    "opera": Text("Opera 浏览器", "Opera"),
    "huawei": Text("华为浏览器", "Huawei Browser"),
    "firefox": Text("火狐浏览器", "Firefox"),
    "chrome": Text("谷歌内核浏览器", "Chrome or a relative of it"),
    "safari": Text("Safari 浏览器", "Safari"),
    "harmony": Text("鸿蒙手机", "a HarmonyOS phone"),
    "android": Text("安卓手机", "an Android phone"),
    "ios": Text("苹果手机或平板", "an iPhone or iPad"),
    "windows": Text("Windows 电脑", "a Windows computer"),
    "mac": Text("苹果电脑", "a Mac"),
    "linux": Text("Linux 电脑", "a Linux computer"),
}


def device_code(agent: str) -> str:
    """Return which browser on which system; nothing else of what the browser said is kept.

    >>> device_code("Mozilla/5.0 (Linux; Android 13; HMA-AL00) AppleWebKit/537.36 Chrome/99 MicroMessenger/8.0")
    'wechat-android'
    >>> device_code("curl/8.0")
    '-'
    """
    return "-".join(next((code for sign, code in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS))


def device_name(code: str) -> Text:
    """Return the words for a device.

    >>> device_name("wechat-android").zh, device_name("firefox-").en, device_name("-").zh
    ('安卓手机，微信', 'Firefox', '没有认出的设备')
    """
    browser, _, system = code.partition("-")
    parts = [_NAMES[each] for each in (system, browser) if each in _NAMES]
    if not parts:
        return _UNKNOWN
    return Text("，".join(each.zh for each in parts), ", ".join(each.en for each in parts))
