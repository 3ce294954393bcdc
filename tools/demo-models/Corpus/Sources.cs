using System.Runtime.CompilerServices;
using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>Everything that training and tests draw from, read once from the data files.</summary>
internal sealed class Sources
{
    public Sources()
    {
        World = World.Read(Path.Combine(Folder, "..", "demo-suite"));
        Wordings = new Wordings(World, Data);
        Answers = new Answers(Data);
        Names = new InventedNames(World, Data);
        Strangers = new Strangers(World, Names, Data);
        Harbour = new HarbourLog(Data);
        Unanswerable = new Unanswerable(World, Wordings, Names, Strangers, Harbour, Data);
        Judge = new JudgeCorpus(World, Wordings, Answers, Names, Unanswerable);
    }

    public static string Folder { get; } = Path.GetDirectoryName(Here())!;

    public World World { get; }

    public Wordings Wordings { get; }

    public Answers Answers { get; }

    public InventedNames Names { get; }

    public Strangers Strangers { get; }

    public HarbourLog Harbour { get; }

    public Unanswerable Unanswerable { get; }

    public JudgeCorpus Judge { get; }

    private static string Data { get; } = Path.Combine(Folder, "data");

    public ChatCorpus Chats(Behaviour behaviour) => new(World, Wordings, Answers, Unanswerable, Harbour, Data, behaviour);

    /// <summary>Characters that the tokenizer must know as such, however rare.</summary>
    public IEnumerable<char> Characters =>
        World.Facts.SelectMany(fact => fact.Subject.Chinese + fact.Subject.English + fact.Target.Chinese + fact.Target.English)
            .Concat(Names.Characters)
            .Concat(Strangers.Texts.SelectMany(text => text))
            .Concat("？。，：“”！；?.,:;'\"!+-=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
            .Where(character => character != ' ');

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
