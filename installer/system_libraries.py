"""The system libraries Qt opens, tried before Qt is: a missing one would end the process without a word."""

import ctypes
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from installer.system_packages import Need


class Screen(Enum):
    """Where the windows are painted, as Qt will choose it."""

    NONE = "none"
    MEMORY = "offscreen"
    X11 = "xcb"
    WAYLAND = "wayland"


IN_MEMORY = (
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Need("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    Need("libbrotlidec.so.1", "libbrotli1", "libbrotli"),
    Need("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs"),
    Need("libGL.so.1", "libgl1", "libglvnd-glx"),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Need("libX11.so.6", "libx11-6", "libX11"),
    Need("libfreetype.so.6", "libfreetype6", "freetype"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
)
X11 = (
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Need("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Need("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
)
WAYLAND = (
    Need("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
    Need("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl"),
)
PRINTING = (Need("libcups.so.2", "libcups2", "cups-libs"),)

_NEEDED = {
    Screen.NONE: IN_MEMORY,
    Screen.MEMORY: IN_MEMORY,
    Screen.X11: IN_MEMORY + X11,
    Screen.WAYLAND: IN_MEMORY + WAYLAND,
}


def screen_of(environment: Mapping[str, str], platform: str = sys.platform) -> Screen:
    """Read where Qt will paint from the environment; NONE is a Linux without any screen."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if chosen == "xcb":
        return Screen.X11
    if chosen.startswith("wayland"):
        return Screen.WAYLAND
    if chosen or not platform.startswith("linux"):
        return Screen.MEMORY
    if environment.get("DISPLAY"):
        return Screen.X11
    return Screen.WAYLAND if environment.get("WAYLAND_DISPLAY") else Screen.NONE


def opens(soname: str) -> bool:
    """Whether the loader finds and links the library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def needed(screen: Screen, platform: str = sys.platform) -> tuple[Need, ...]:
    """What Qt's wheel expects of the system; elsewhere than on Linux the wheel carries everything."""
    return _NEEDED[screen] if platform.startswith("linux") else ()


def printing(platform: str = sys.platform) -> tuple[Need, ...]:
    """What printing needs besides; without it the rest works."""
    return PRINTING if platform.startswith("linux") else ()


def missing(wanted: Iterable[Need], opens: Callable[[str], bool] = opens) -> tuple[Need, ...]:
    return tuple(library for library in wanted if not opens(library.name))
