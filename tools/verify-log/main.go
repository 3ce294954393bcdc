// Command verify-log checks an exported log with code the workbench did not write: the note and tlog packages of
// golang.org/x/mod, which also guard Go's own checksum database. It reads the signed checkpoint, recomputes the hash of
// every entry, compares it with the tiles, and the tiles with the signed root.
//
//	verify-log DIR [VKEYFILE]
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	keyFile := filepath.Join(os.Args[1], "vkey")
	if len(os.Args) == 3 {
		keyFile = os.Args[2]
	}
	tree, err := verify(os.Args[1], keyFile)
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	fmt.Println("ok", tree.N, tree.Hash)
}

func verify(dir, keyFile string) (tlog.Tree, error) {
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return tlog.Tree{}, err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := readCheckpoint(filepath.Join(dir, "checkpoint"), verifier)
	if err != nil {
		return tree, err
	}
	reader := tlog.TileHashReader(tree, tiles(dir))
	if err := verifyEntries(dir, tree, reader); err != nil {
		return tree, err
	}
	return tree, verifyOlder(filepath.Join(dir, "checkpoints"), tree, verifier, reader)
}

func readCheckpoint(file string, verifier note.Verifier) (tlog.Tree, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("%s: not a checkpoint of %s", filepath.Base(file), verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the root is not a hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// verifyEntries hashes every entry and compares it with the leaf that the tiles, authenticated by the root, hold for it.
func verifyEntries(dir string, tree tlog.Tree, reader tlog.HashReader) error {
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
			return err
		}
		indexes := make([]int64, count)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		leaves, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, leaf := range leaves {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("entry %d is cut short", first+int64(i))
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			if tlog.RecordHash(data[2:end]) != leaf {
				return fmt.Errorf("entry %d does not have its hash", first+int64(i))
			}
			data = data[end:]
		}
		if len(data) != 0 {
			return fmt.Errorf("%s: bytes after the last entry", name)
		}
	}
	return nil
}

// verifyOlder proves that each earlier checkpoint is the beginning of the same log.
func verifyOlder(dir string, tree tlog.Tree, verifier note.Verifier, reader tlog.HashReader) error {
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		older, err := readCheckpoint(file, verifier)
		if err != nil {
			return err
		}
		if older.N == 0 {
			continue
		}
		if older.N > tree.N {
			return fmt.Errorf("checkpoints/%s is of a longer log", filepath.Base(file))
		}
		proof, err := tlog.ProveTree(tree.N, older.N, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash); err != nil {
			return fmt.Errorf("checkpoints/%s: %w", filepath.Base(file), err)
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
