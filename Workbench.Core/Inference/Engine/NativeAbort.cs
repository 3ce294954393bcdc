using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>Turns an abort of the native library into a message and exit status 3.</summary>
internal static unsafe partial class NativeAbort
{
    private const int AbortSignal = 6;
    private const int ModelUnavailable = 3;

    /// <summary>What was being done, said before the library's own words.</summary>
    public static string Doing { get; set; } = "";

    /// <summary>Also catches aborts that do not pass through the library's callback (uncaught exceptions of native code).</summary>
    public static void Arm()
    {
        if (!OperatingSystem.IsWindows())
        {
            signal(AbortSignal, &OnAbort);
        }
    }

    public static void Leave(string words)
    {
        Console.Error.WriteLine($"{Doing}{words}");
        Console.Error.Flush();
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(ModelUnavailable);
        }

        // Finalizers and exit handlers would enter the library again.
        _exit(ModelUnavailable);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAbort(int number) => Leave(EngineLog.LastError);

    [LibraryImport("libc")]
    private static partial nint signal(int number, delegate* unmanaged[Cdecl]<int, void> handler);

    [LibraryImport("libc")]
    private static partial void _exit(int status);
}
