"""Why the operating system refused something, in the user's language."""

from __future__ import annotations

import errno
from typing import Final

_REASONS: Final = {
    errno.ENOENT: "見つかりません",
    errno.ENOTDIR: "見つかりません",
    errno.EISDIR: "ファイルではなくフォルダーです",
    errno.EACCES: "アクセスが許されていないか、ほかのプログラムが使用中です",
    errno.EPERM: "アクセスが許されていません",
    errno.EROFS: "書き込みが許されていない場所です",
    errno.EEXIST: "同じ名前のものがあります",
    errno.ENOSPC: "ディスクの空きが足りません",
    errno.EDQUOT: "割り当てられた容量が足りません",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EIO: "ディスクかネットワークの不調です",
    errno.ETIMEDOUT: "ネットワークの応答がありません",
    errno.ELOOP: "リンクをたどれません",
}


def reason_of(error: OSError) -> str:
    """Return the reason in a few Japanese words, or the system's own words when we have none."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or error.strerror or type(error).__name__
