package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tongbao/server/internal/disk"
	"tongbao/server/ledger"
)

// writeOut writes the file that a command was asked for, in the place of an
// earlier one; whole or not at all.
func writeOut(path string, data []byte) error {
	return notWritten(path, disk.Write(path, data))
}

// makeOut makes the folder for a command's files.
func makeOut(dir string) error { return notWritten(dir, os.MkdirAll(dir, 0o750)) }

// printOut prints what a program is going to read, which must not end half-way
// unnoticed.
func printOut(data []byte) error {
	_, err := os.Stdout.Write(append(data, '\n'))
	return notWritten("标准输出", err)
}

// notWritten says why a file was not written and what to do.
func notWritten(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case disk.Full(err):
		return ledger.Errorf(ledger.CodeUnavailable, "“%s”没有写成：磁盘空间不足。没有留下半个文件，请清理磁盘或换一个位置后再试", path).Because(err)
	case disk.Denied(err):
		return ledger.Errorf(ledger.CodeUnavailable, "“%s”没有写成：当前用户没有写入权限，或磁盘是只读的。请换一个位置，或检查文件夹的权限", path).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return ledger.Errorf(ledger.CodeUnavailable, "“%s”没有写成：没有文件夹“%s”，请先建立", path, filepath.Dir(path)).Because(err)
	}
	return ledger.Errorf(ledger.CodeUnavailable, "“%s”没有写成", path).Because(err)
}
