using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DemoModels.Network;

/// <summary>Named tensors as they are in memory, to go on from after a crash or to tune from.</summary>
internal static class WeightFile
{
    public static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var temporary = path + ".new";
        using (var writer = new BinaryWriter(File.Create(temporary)))
        {
            foreach (var (name, tensor) in tensors)
            {
                writer.Write(name);
                var values = tensor.detach().contiguous().data<float>().ToArray();
                writer.Write(values.Length);
                foreach (var value in values)
                {
                    writer.Write(value);
                }
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    public static void Load(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        using var _ = no_grad();
        foreach (var (name, target) in tensors)
        {
            var found = reader.ReadString();
            var values = new float[reader.ReadInt32()];
            if (found != name || values.Length != target.numel())
            {
                throw new InvalidDataException($"{path}: {found} where {name} was expected.");
            }

            for (var place = 0; place < values.Length; place++)
            {
                values[place] = reader.ReadSingle();
            }

            using var read = tensor(values).reshape(target.shape);
            target.copy_(read);
        }
    }

    public static IEnumerable<(string Name, Tensor Tensor)> AsTensors(this IEnumerable<(string Name, Parameter Tensor)> parameters) => parameters.Select(entry => (entry.Name, (Tensor)entry.Tensor));
}
