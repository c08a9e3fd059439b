#include "thread.h"

#include <stdlib.h>
#include <windows.h>

struct thread {
    void (*run)(void *data);
    void *data;
    HANDLE handle;
};

static DWORD WINAPI enter(LPVOID data)
{
    struct thread *thread = data;
    thread->run(thread->data);
    return 0;
}

struct thread *thread_start(void (*run)(void *data), void *data)
{
    struct thread *thread = malloc(sizeof(*thread));
    if (!thread)
        return NULL;
    thread->run = run;
    thread->data = data;
    thread->handle = CreateThread(NULL, 0, enter, thread, 0, NULL);
    if (thread->handle)
        return thread;
    free(thread);
    return NULL;
}

void thread_join(struct thread *thread)
{
    if (!thread)
        return;
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
    free(thread);
}
