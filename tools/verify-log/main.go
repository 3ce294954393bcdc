// Command verify-log checks an exported log with code the workbench did not write: the note and tlog packages of
// golang.org/x/mod, which also guard Go's own checksum database. It reads the signed checkpoint, recomputes the hash of
// every entry, compares it with the tiles, and the tiles with the signed root. Keys are followed from the first: an entry
// names each later one, and the one before has to have signed the first checkpoint over that entry.
//
//	verify-log DIR [VKEYFILE]
//
// VKEYFILE holds the key that you were given by another way, in place of the first of DIR/log.vkeys.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fmt.Fprintln(os.Stderr, "usage: verify-log DIR [VKEYFILE]")
		os.Exit(2)
	}
	published := ""
	if len(os.Args) == 3 {
		key, err := os.ReadFile(os.Args[2])
		if err != nil {
			fmt.Println("FAIL", err)
			os.Exit(1)
		}
		published = strings.TrimSpace(string(key))
	}
	tree, err := verify(os.Args[1], published)
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	fmt.Println("ok", tree.N, tree.Hash)
}

// change is an entry after which another key signs.
type change struct {
	index   int64
	vkey    string
	vouched bool
}

type checkpoint struct {
	name string
	tree tlog.Tree
	data []byte
}

func verify(dir, published string) (tlog.Tree, error) {
	names, err := os.ReadFile(filepath.Join(dir, "log.vkeys"))
	if err != nil {
		names, err = os.ReadFile(filepath.Join(dir, "log.vkey"))
	}
	if err != nil {
		return tlog.Tree{}, err
	}
	keys := strings.Fields(string(names))
	if len(keys) == 0 {
		return tlog.Tree{}, errors.New("no key")
	}
	last, err := readCheckpoint(filepath.Join(dir, "checkpoint"), keys[len(keys)-1])
	if err != nil {
		return tlog.Tree{}, err
	}
	reader := tlog.TileHashReader(last.tree, tiles(dir))
	changes, err := verifyEntries(dir, last.tree, reader)
	if err != nil {
		return last.tree, err
	}
	older, err := readOlder(filepath.Join(dir, "checkpoints"))
	if err != nil {
		return last.tree, err
	}
	if err := verifyKeys(keys, changes, append(older, last), published); err != nil {
		return last.tree, err
	}
	return last.tree, verifyOlder(older, last.tree, reader)
}

func readCheckpoint(file, vkey string) (checkpoint, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return checkpoint{}, err
	}
	found := checkpoint{name: filepath.Base(file), data: data}
	if err := found.signedBy(vkey); err != nil {
		return found, err
	}
	return found, found.parse()
}

// signedBy checks the note with the one key.
func (c checkpoint) signedBy(vkey string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open(c.data, note.VerifierList(verifier))
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	if !strings.HasPrefix(opened.Text, verifier.Name()+"\n") {
		return fmt.Errorf("%s: not a checkpoint of %s", c.name, verifier.Name())
	}
	return nil
}

func (c *checkpoint) parse() error {
	lines := strings.Split(string(c.data), "\n")
	if len(lines) < 4 {
		return fmt.Errorf("%s: not a checkpoint", c.name)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return errors.New("the root is not a hash")
	}
	c.tree = tlog.Tree{N: size}
	copy(c.tree.Hash[:], root)
	return nil
}

// verifyEntries hashes every entry and compares it with the leaf that the tiles, authenticated by the root, hold for it.
func verifyEntries(dir string, tree tlog.Tree, reader tlog.HashReader) ([]change, error) {
	var changes []change
	for first := int64(0); first < tree.N; first += width {
		count := tree.N - first
		name := entryPath(first / width)
		if count < width {
			name += ".p/" + strconv.FormatInt(count, 10)
		} else {
			count = width
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		indexes := make([]int64, count)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		leaves, err := reader.ReadHashes(indexes)
		if err != nil {
			return nil, err
		}
		for i, leaf := range leaves {
			index := first + int64(i)
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return nil, fmt.Errorf("entry %d is cut short", index)
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			if tlog.RecordHash(data[2:end]) != leaf {
				return nil, fmt.Errorf("entry %d does not have its hash", index)
			}
			if next := keyChange(index, data[2:end]); next != nil {
				changes = append(changes, *next)
			}
			data = data[end:]
		}
		if len(data) != 0 {
			return nil, fmt.Errorf("%s: bytes after the last entry", name)
		}
	}
	return changes, nil
}

func keyChange(index int64, body []byte) *change {
	var entry struct {
		Kind   string
		Detail struct {
			Vkey    string
			Key     string
			Vouched bool
		}
	}
	if json.Unmarshal(body, &entry) != nil {
		return nil
	}
	if entry.Kind == "log.key-rotated" {
		return &change{index, entry.Detail.Vkey, entry.Detail.Vouched}
	}
	if entry.Kind == "backup.restored" && entry.Detail.Key == "new" {
		return &change{index, entry.Detail.Vkey, false}
	}
	return nil
}

// verifyKeys checks that each checkpoint is signed by the key in force at its size, and each new key vouched for by the one before.
func verifyKeys(keys []string, changes []change, checkpoints []checkpoint, published string) error {
	current, believed := keys[0], published == "" || published == keys[0]
	next := 0
	for _, signed := range checkpoints {
		for ; next < len(changes) && changes[next].index < signed.tree.N; next++ {
			if changes[next].vouched {
				if err := signed.signedBy(current); err != nil {
					return fmt.Errorf("the key of entry %d is not vouched for: %w", changes[next].index, err)
				}
			} else if published != "" && believed {
				return fmt.Errorf("the key of entry %d is not vouched for", changes[next].index)
			}
			current = changes[next].vkey
			believed = believed || current == published
		}
		if err := signed.signedBy(current); err != nil {
			return err
		}
	}
	if !believed {
		return errors.New("the key given is none of this log's")
	}
	return nil
}

func readOlder(dir string) ([]checkpoint, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return nil, err
	}
	var older []checkpoint
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found := checkpoint{name: "checkpoints/" + filepath.Base(file), data: data}
		if err := found.parse(); err != nil {
			return nil, err
		}
		older = append(older, found)
	}
	sort.Slice(older, func(i, j int) bool { return older[i].tree.N < older[j].tree.N })
	return older, nil
}

// verifyOlder proves that each earlier checkpoint is the beginning of the same log.
func verifyOlder(older []checkpoint, tree tlog.Tree, reader tlog.HashReader) error {
	for _, each := range older {
		if each.tree.N == 0 {
			continue
		}
		if each.tree.N > tree.N {
			return fmt.Errorf("%s is of a longer log", each.name)
		}
		proof, err := tlog.ProveTree(tree.N, each.tree.N, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, each.tree.N, each.tree.Hash); err != nil {
			return fmt.Errorf("%s: %w", each.name, err)
		}
	}
	return nil
}

type tiles string

func (dir tiles) Height() int { return 8 }

func (dir tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		// The same layout, but for the height, which C2SP fixes at 8 and leaves out.
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := os.ReadFile(filepath.Join(string(dir), filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

func (dir tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func entryPath(n int64) string {
	tile := tlog.Tile{H: 8, L: 0, N: n, W: width}
	return "tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/0/")
}
