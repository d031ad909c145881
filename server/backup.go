package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/internal/archive"
	"tongbao/server/internal/disk"
	"tongbao/server/internal/store"
	"tongbao/server/ledger"
)

func backupCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "把台账和全部文件备份成一个文件，服务不必停",
		Args:  oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.withLedger(cmd.Context(), func(s *app.Service) error { return backUp(cmd.Context(), s, args[0]) })
		},
	}
}

func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{errors.New("请给出一个备份文件")}
	}
	return nil
}

// backUp writes a backup, and an entry on the log once it is whole.
func backUp(ctx context.Context, s *app.Service, path string) error {
	var m *archive.Manifest
	err := disk.WriteNew(path, func(f *os.File) (err error) {
		m, err = archive.Write(ctx, f, s.Store, s.Blobs, version, s.Clock())
		return err
	})
	if err = backupError(ctx, path, err); err != nil {
		if ctx.Err() == nil { // also the log's own disk may be full
			_, noting := s.Store.NoteFailure(ctx, app.AuditEntry{
				Actor: app.CommandLine, Action: app.ActionBackup, Subject: filepath.Base(path), Detail: err.Error(),
			})
			err = errors.Join(err, noting)
		}
		return err
	}
	err = s.Store.Note(ctx, app.AuditEntry{
		Actor: app.CommandLine, Action: app.ActionBackup, Subject: filepath.Base(path),
		Detail: fmt.Sprintf("%d张数据表，%d行，%d个文件", len(m.Tables), m.Rows(), len(m.Files)),
	})
	if err != nil {
		return fmt.Errorf("备份“%s”已写成，但没有记入日志：%w", path, err)
	}
	outf("已备份到 %s：%d张数据表，%d行，%d个文件。\n", path, len(m.Tables), m.Rows(), len(m.Files))
	return printLogEnd(ctx, s)
}

// backupError says in Chinese why a backup was not written.
func backupError(ctx context.Context, path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return ledger.Errorf(ledger.CodeRefused, "“%s”已经存在，没有覆盖。请另取一个文件名", path)
	case err != nil && ledger.CodeOf(err) == "" && ctx.Err() == nil:
		return notWritten(path, err)
	}
	return err
}

func restoreCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "把备份恢复到空的数据目录或数据库",
		Args:  oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			conf, err := o.settings()
			if err != nil {
				return err
			}
			here, err := configured(conf, quietLog())
			if err != nil {
				return err
			}
			a, err := archive.Open(ctx, args[0])
			if err != nil {
				return err
			}
			return closeAfter(a.Close, restore(ctx, a, here, filepath.Base(args[0])))
		},
	}
}

// restore brings a backup to an empty place and verifies what is there then.
func restore(ctx context.Context, a *archive.Archive, to place, name string) error {
	files, err := to.files()
	if err != nil {
		return err
	}
	origin := store.Origin{
		Actor: app.CommandLine, Action: app.ActionRestore,
		From: fmt.Sprintf("备份“%s”（%s）", name, a.Made.Format("2006年1月2日15:04")),
	}
	return carry(ctx, a.Contents(), a, to.database, files, origin)
}

// carry brings rows and files into an empty database and a store of files, and
// verifies what is there then.
func carry(ctx context.Context, rows app.Contents, from app.Blobs, database store.Config, to app.Blobs, origin store.Origin) error {
	copied := 0
	loaded, tallies, err := store.Load(ctx, database, rows, origin, func(ctx context.Context) (err error) {
		copied, err = app.CopyFiles(ctx, from, to)
		return err
	})
	if err != nil {
		return err
	}
	for _, t := range tallies {
		outf("%-24s %8d 行  SHA-256 %s\n", t.Table, t.Rows, t.SHA256)
	}
	outf("逐表写入后读回，行数和哈希一致；文件 %d 个。\n", copied)
	return closeAfter(loaded.Close, verifyAll(ctx, &app.Service{Store: loaded, Blobs: to}))
}

// verifyBackup restores a backup's rows into a database of its own for the
// moment, and verifies that with the backup's files.
func verifyBackup(ctx context.Context, path string, database store.Config) (err error) {
	a, err := archive.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	folder, err := os.MkdirTemp("", "tongbao-verify-*")
	if err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "临时文件夹无法建立：%w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	database.DSN, database.DataDir = "", folder
	loaded, _, err := store.Load(ctx, database, a.Contents(), store.Origin{Actor: app.CommandLine, Action: app.ActionRestore}, func(context.Context) error { return nil })
	if err != nil && store.Full(err) {
		return ledger.Errorf(ledger.CodeUnavailable,
			"没有核对：临时文件夹“%s”所在的磁盘空间不足。请清理，或用环境变量 TMPDIR 换一个文件夹后再试", os.TempDir()).Because(err)
	}
	if err != nil {
		return err
	}
	outf("备份于%s，程序版本%s：%d张数据表，%d行，%d个文件，与清单一致。\n",
		a.Made.Format("2006年1月2日15:04"), a.Program, len(a.Tables), a.Rows(), len(a.Files))
	return closeAfter(loaded.Close, verifyAll(ctx, &app.Service{Store: loaded, Blobs: a}))
}
