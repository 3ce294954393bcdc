using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Workbench.Core.Language;

namespace Workbench.Tests.Language;

public sealed class ConnectionWordsTests
{
    public static TheoryData<Exception, string, string> Kinds => new()
    {
        { Over(new SocketException((int)SocketError.ConnectionRefused)), "nothing takes connections there", "该地址无人接受连接" },
        { Over(new SocketException((int)SocketError.HostNotFound)), "there is no machine of that name", "找不到该名称的主机" },
        { Over(new SocketException((int)SocketError.NetworkUnreachable)), "no network leads there", "网络不通" },
        { new IOException("Unable to read", new SocketException((int)SocketError.ConnectionReset)), "the other side closed the connection", "对方关闭了连接" },
        { Over(new TimeoutException("A connection could not be established")), "no answer came in time", "未在限定时间内应答" },
        { new TaskCanceledException("The request was canceled"), "no answer came in time", "未在限定时间内应答" },
        { Over(new AuthenticationException("The remote certificate is invalid.")), "no trusted encrypted connection came about: “The remote certificate is invalid”", "无法建立受信任的加密连接：“The remote certificate is invalid”" },
        { new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."), "the answer ended too early", "应答提前结束" },
        { new HttpRequestException(HttpRequestError.InvalidResponse, "Received an invalid status line"), "what came is not HTTP", "返回的内容不是 HTTP" },
        { new HttpRequestException("Response status code", null, HttpStatusCode.BadGateway), "HTTP 502", "HTTP 502" },
        { Over(new IOException("Something new.")), "“Something new”", "“Something new”" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Of_Failure_SaysItsKindInEachLanguage(Exception broken, string english, string chinese)
    {
        var said = new Phrase("Inference.AnswerBroken", "gpt", ConnectionWords.Of(broken));

        Assert.Equal($"gpt: the connection broke in the middle of an answer ({english}).", said.In(CultureInfo.GetCultureInfo("en")));
        Assert.Equal($"gpt：回答途中连接断开（{chinese}）。", said.In(CultureInfo.GetCultureInfo("zh-Hans")));
    }

    private static HttpRequestException Over(Exception cause) => new("An error occurred while sending the request.", cause);
}
