/* For tests under Wine 8 only, never shipped: the Windows Runtime class Windows.UI.ViewManagement.UISettings.
 *
 * Qt 6.5 to 6.9 asks it for the system's colours before there is a QApplication, and does not start without it; Wine
 * has it from version 9 on. Every object here is static, answers with the values of a freshly installed Windows and
 * never raises an event. Wine finds the library by the class's key in the registry (see setup.py beside this).
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <string.h>

/* What every interface of the Windows Runtime begins with. */
struct object { const void *const *calls; };

static const struct object factory, settings, colours;

#define SAME(wanted, a, b, c, ...) (memcmp(wanted, &(const GUID){a, b, c, {__VA_ARGS__}}, sizeof(GUID)) == 0)

static BOOL is_common(const GUID *wanted)
{
    return SAME(wanted, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46)                                      /* IUnknown */
        || SAME(wanted, 0xaf86e2e0, 0xb12d, 0x4c6a, 0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90)  /* IInspectable */
        || SAME(wanted, 0x94ea2b94, 0xe9cc, 0x49e0, 0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90); /* IAgileObject */
}

static const struct object *part_of(const struct object *whole, const GUID *wanted)
{
    if (whole == &factory) {
        BOOL activates = SAME(wanted, 0x35, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46); /* IActivationFactory */
        return activates || is_common(wanted) ? &factory : NULL;
    }
    if (SAME(wanted, 0x03021be4, 0x5254, 0x4781, 0x81, 0x94, 0x51, 0x68, 0xf7, 0xd0, 0x6d, 0x7b)) /* IUISettings3 */
        return &colours;
    if (SAME(wanted, 0x85361600, 0x1c63, 0x4627, 0xbc, 0xb1, 0x3a, 0x89, 0xe0, 0xbc, 0x9c, 0x55)) /* IUISettings */
        return &settings;
    return is_common(wanted) ? &settings : NULL;
}

static HRESULT WINAPI query(struct object *self, const GUID *wanted, const void **found)
{
    *found = part_of(self, wanted);
    return *found ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI keep(struct object *self) { return 2; } /* AddRef and Release: nothing here is ever freed */

static HRESULT WINAPI list_nothing(struct object *self, ULONG *count, void **list)
{
    *count = 0;
    *list = NULL;
    return S_OK;
}

static HRESULT WINAPI no_name(struct object *self, void **name)
{
    *name = NULL;
    return S_OK;
}

static HRESULT WINAPI number_0(struct object *self, INT32 *out) { *out = 0; return S_OK; }
static HRESULT WINAPI number_1(struct object *self, INT32 *out) { *out = 1; return S_OK; }
static HRESULT WINAPI number_5(struct object *self, UINT32 *out) { *out = 5; return S_OK; }       /* seconds */
static HRESULT WINAPI number_500(struct object *self, UINT32 *out) { *out = 500; return S_OK; }   /* milliseconds */
static HRESULT WINAPI yes(struct object *self, BYTE *out) { *out = 1; return S_OK; }
static HRESULT WINAPI size_17(struct object *self, float out[2]) { out[0] = out[1] = 17; return S_OK; }

static HRESULT WINAPI activate(struct object *self, const void **instance)
{
    *instance = &settings;
    return S_OK;
}

struct colour { BYTE a, r, g, b; };

static HRESULT WINAPI element_colour(struct object *self, INT32 element, struct colour *out)
{
    *out = (struct colour){255, 128, 128, 128};
    return S_OK;
}

/* 0 is the background, 1 the foreground, the others shades of the accent. */
static HRESULT WINAPI colour_of(struct object *self, INT32 kind, struct colour *out)
{
    static const struct colour white = {255, 255, 255, 255}, black = {255, 0, 0, 0}, accent = {255, 0, 120, 215};
    *out = kind == 0 ? white : kind == 1 ? black : accent;
    return S_OK;
}

static HRESULT WINAPI begin_listening(struct object *self, void *listener, INT64 *token)
{
    *token = 1;
    return S_OK;
}

static HRESULT WINAPI stop_listening(struct object *self, INT64 token) { return S_OK; }

#define BEGINNING query, keep, keep, list_nothing, no_name, number_0

static const void *const of_factory[] = {BEGINNING, activate};
static const void *const of_settings[] = {
    BEGINNING,
    number_1,                          /* HandPreference: right */
    size_17, size_17, size_17, size_17, /* CursorSize, ScrollBarSize, ScrollBarArrowSize, ScrollBarThumbBoxSize */
    number_5,                          /* MessageDuration */
    yes, yes,                          /* AnimationsEnabled, CaretBrowsingEnabled */
    number_500, number_1,              /* CaretBlinkRate, CaretWidth */
    number_500, number_500,            /* DoubleClickTime, MouseHoverTime */
    element_colour,
};
static const void *const of_colours[] = {BEGINNING, colour_of, begin_listening, stop_listening};

static const struct object factory = {of_factory}, settings = {of_settings}, colours = {of_colours};

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void *class_name, const void **found)
{
    *found = &factory;
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
