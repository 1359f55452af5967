/* For tests under Wine 8 only, never shipped: bcryptprimitives.dll, which Wine has from version 9 on.
 *
 * Rust's standard library (in cryptography and python-calamine) asks it for random bytes. They come from advapi32's
 * old entry point for the same purpose, which takes at most 4 GB at a time.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */

#define AT_ONCE 0x40000000u

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    while (size > 0) {
        ULONG now = size < AT_ONCE ? (ULONG)size : AT_ONCE;
        if (!SystemFunction036(data, now))
            return FALSE;
        data += now;
        size -= now;
    }
    return TRUE;
}
