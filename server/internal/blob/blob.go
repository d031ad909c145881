// Package blob keeps files, each under the SHA-256 of its bytes, in a folder or in
// a bucket of an S3-compatible store.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/internal/disk"
	"tongbao/server/ledger"
)

var _ app.Blobs = (*Folder)(nil)

// Folder keeps a file with the hash abcd… as ab/cd/abcd…. No name comes from
// outside. A file is complete from the moment its name exists.
type Folder struct{ root string }

// incoming is the pattern of names that files have until they are whole.
const incoming = ".incoming-*"

// New uses a folder, which is made when it is missing.
func New(root string) (*Folder, error) {
	if err := disk.MakeDir(root); err != nil {
		if disk.Full(err) || disk.Denied(err) {
			return nil, notPut(err)
		}
		return nil, ledger.Errorf(ledger.CodeUnavailable, "文件目录 %s 无法建立，请检查这个位置", root).Because(err)
	}
	return &Folder{root: filepath.Clean(root)}, nil
}

// Put stores the bytes and returns their hash. It returns after they are on
// the disk. Bytes that are stored already are put anew as far as their time and
// the disk are concerned; a stored file that has been damaged is replaced.
func (f *Folder) Put(ctx context.Context, data []byte) (hash string, err error) {
	hash = sum(data)
	if err := ctx.Err(); err != nil {
		return "", err
	}
	release, err := f.hold()
	if err == nil {
		err = errors.Join(f.put(ctx, hash, data), release())
	}
	if err != nil {
		return "", notPut(fmt.Errorf("blob: put %s: %w", hash, err))
	}
	return hash, nil
}

func (f *Folder) put(ctx context.Context, hash string, data []byte) error {
	path := f.path(hash)
	if stored, err := f.Get(ctx, hash); err == nil && bytes.Equal(stored, data) {
		return f.renew(path)
	}
	err := f.write(path, data)
	if err != nil {
		// Windows does not put a file in the place of one that is being read: another
		// caller may have stored the same bytes meanwhile.
		if _, missing := f.Get(ctx, hash); missing == nil {
			return f.renew(path)
		}
	}
	return err
}

// notPut says why a file was not stored where that is the disk's fault.
func notPut(err error) error {
	switch {
	case disk.Full(err):
		return ledger.Errorf(ledger.CodeUnavailable, "磁盘空间不足，文件没有保存。请联系管理员清理磁盘后再试").Because(err)
	case disk.Denied(err):
		return ledger.Errorf(ledger.CodeUnavailable, "数据目录不能写入，文件没有保存。请联系管理员检查它的权限").Because(err)
	}
	return err
}

// Get returns the bytes with the hash: CodeNotFound when there are none,
// CodeInvalid when they have changed since they were stored.
func (f *Folder) Get(ctx context.Context, hash string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !isHash(hash) {
		return nil, notFound(hash)
	}
	data, err := os.ReadFile(f.path(hash))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notFound(hash)
	case err != nil:
		return nil, fmt.Errorf("blob: get %s: %w", hash, err)
	}
	if err := intact(data, hash); err != nil {
		return nil, err
	}
	return data, nil
}

// intact is CodeInvalid for bytes that are not those that were stored.
func intact(data []byte, hash string) error {
	if sum(data) != hash {
		return ledger.Errorf(ledger.CodeInvalid, "文件 %s 的内容与存入时不同，可能已损坏或被改动", hash)
	}
	return nil
}

// Ready reports whether the folder takes files.
func (f *Folder) Ready(context.Context) error {
	temp, err := os.CreateTemp(f.root, incoming)
	if err == nil {
		err = errors.Join(temp.Close(), os.Remove(temp.Name()))
	}
	if err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "文件目录不能写入：%w", err)
	}
	return nil
}

// write puts data in place in one step: a reader sees all of it or nothing,
// also after a loss of power.
func (f *Folder) write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	temp, err := disk.Whole(f.root, incoming, func(file *os.File) error {
		_, err := file.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return f.syncDirs(path)
}

// renew makes a file that is there one that was put just now: another process
// may have written it a moment ago, and it may have lain here for long.
func (f *Folder) renew(path string) error {
	if err := disk.Sync(path); err != nil {
		return err
	}
	now := time.Now() //nolint:forbidigo // the clock that dates new files
	if err := os.Chtimes(path, now, now); err != nil {
		return err
	}
	return f.syncDirs(path)
}

// syncDirs makes the names of a file and its folders last.
func (f *Folder) syncDirs(path string) error {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if err := disk.SyncDir(dir); err != nil || dir == f.root {
			return err
		}
	}
}

// Each visits the hashes of all files, in their order. What is not named as a
// stored file is left out: what a killed process was still writing.
func (f *Folder) Each(ctx context.Context, visit func(sha256 string) error) error {
	return filepath.WalkDir(f.root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("blob: list files: %w", err)
		}
		if name := entry.Name(); !entry.IsDir() && isHash(name) && path == f.path(name) {
			return visit(name)
		}
		return nil
	})
}

func (f *Folder) path(hash string) string {
	return filepath.Join(f.root, hash[:2], hash[2:4], hash)
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// isHash reports whether s is 64 lower-case hexadecimal digits.
func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && hex.EncodeToString(b) == s
}

func notFound(hash string) error {
	return ledger.Errorf(ledger.CodeNotFound, "没有找到文件 %.64q", hash)
}
