using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Log;

namespace Workbench.Tests.Log;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":[true,null,"x"]}""", """{"a":[true,null,"x"],"b":1}""")]
    [InlineData("""{ "\u20ac" : 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 }""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}")]
    [InlineData("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")]
    [InlineData("\"测评集 & <b>\"", "\"测评集 & <b>\"")]
    public void Write_Value_HasOneForm(string json, string canonical) => Assert.Equal(canonical, Written(json));

    // Pairs of RFC 8785, appendix B and section 3.2.2.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("295147905179352830000.0", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("1e21", "1e+21")]
    [InlineData("999999999999999900000.0", "999999999999999900000")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("-1234.5678e2", "-123456.78")]
    public void Write_Number_IsAsEcmaScriptWritesIt(string json, string canonical) => Assert.Equal(canonical, Written(json));

    [Fact]
    public void Write_WholeNumberThatADoubleCanNotHold_IsRefused() => Assert.Throws<ArgumentException>(() => CanonicalJson.Bytes(JsonNode.Parse("9007199254740993")));

    [Fact]
    public void Write_HalfASurrogatePair_IsRefused() => Assert.ThrowsAny<ArgumentException>(() => CanonicalJson.Bytes(JsonValue.Create("\ud800")));

    [Fact]
    public void Write_OfValuesMadeInCode_IsTheSameAsOfTheirText()
    {
        var made = new JsonObject { ["n"] = 150, ["d"] = 0.1, ["m"] = 2.50m, ["l"] = 12L, ["s"] = "a", ["t"] = true, ["z"] = null };

        Assert.Equal("""{"d":0.1,"l":12,"m":2.5,"n":150,"s":"a","t":true,"z":null}""", Encoding.UTF8.GetString(CanonicalJson.Bytes(made)));
    }

    private static string Written(string json) => Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonNode.Parse(json)));
}
