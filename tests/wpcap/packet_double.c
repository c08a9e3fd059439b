/* What the DLL of a driver is to wpcap.dll. */
#if defined(_WIN32)
__declspec(dllexport)
#endif
    const char *PacketGetVersion(void);

const char *PacketGetVersion(void)
{
    return "0";
}
