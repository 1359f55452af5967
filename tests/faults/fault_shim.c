/* Makes the n-th call that would change a file below one folder fail, as a dying disk or a full one does.
 *
 * Loaded by LD_PRELOAD; FAULT_DIR names the folder. The test arms it for a moment through fault_arm() and reads
 * back how many such calls there were, so that it can go through every one of them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int armed, fail_at, fail_errno, sticky, calls;
static char failed_call[32];

void fault_arm(int at, int error, int from_then_on) {
    fail_at = at;
    fail_errno = error;
    sticky = from_then_on;
    calls = 0;
    failed_call[0] = 0;
    armed = 1;
}

int fault_disarm(void) {
    armed = 0;
    return calls;
}

const char *fault_call(void) { return failed_call; }

static int below(const char *path) {
    const char *folder = getenv("FAULT_DIR");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int fd_below(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

/* Count one call, and say whether it has to fail. */
static int fails(const char *name) {
    if (fail_errno == ENOSPC && (!strcmp(name, "unlink") || !strcmp(name, "rename"))) return 0; /* these need no space */
    calls++;
    if (calls != fail_at && !(sticky && calls > fail_at)) return 0;
    if (!failed_call[0]) snprintf(failed_call, sizeof failed_call, "%s", name);
    errno = fail_errno;
    return 1;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (armed && fd_below(fd) && fails("write")) return -1;
    return real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    if (armed && fd_below(fd) && fails("pwrite")) return -1;
    return real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    if (armed && fd_below(fd) && fails("pwrite")) return -1;
    return real(fd, data, size, at);
}

int fsync(int fd) {
    REAL(int, fsync, int);
    if (armed && fd_below(fd) && fails("fsync")) return -1;
    return real(fd);
}

int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    if (armed && fd_below(fd) && fails("fdatasync")) return -1;
    return real(fd);
}

int ftruncate(int fd, off_t size) {
    REAL(int, ftruncate, int, off_t);
    if (armed && fd_below(fd) && fails("ftruncate")) return -1;
    return real(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    if (armed && fd_below(fd) && fails("ftruncate")) return -1;
    return real(fd, size);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    if (armed && below(to) && fails("rename")) return -1;
    return real(from, to);
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    if (armed && below(path) && fails("unlink")) return -1;
    return real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    if (armed && below(path) && fails("mkdir")) return -1;
    return real(path, mode);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT); \
        if (armed && writes && below(path) && fails("open")) return -1; \
        return real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
