package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/internal/config"
	"tongbao/server/internal/store"
	"tongbao/server/ledger"
)

func migrateCommand(o *options) *cobra.Command {
	var m move
	cmd := &cobra.Command{
		Use:   "migrate [--from sqlite:DIR --to postgres://…]",
		Short: "把数据库升级到本版本的结构，或把整个台账搬到另一个数据库",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (m.from == "") != (m.to == "") {
				return usageError{errors.New("--from 和 --to 要一起写，如 --from sqlite:./data --to postgres://用户:密码@主机/库名")}
			}
			if m.from != "" {
				return m.run(cmd.Context(), o)
			}
			return o.withService(cmd.Context(), func(*app.Service) error {
				fmt.Println("数据库结构已是最新。")
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&m.from, "from", "", "从哪里搬：sqlite:数据目录，或 postgres://…")
	cmd.Flags().StringVar(&m.to, "to", "", "搬到哪里（须是空的）：sqlite:数据目录，或 postgres://…")
	cmd.Flags().StringVar(&m.fromFiles, "from-files", "", "原来的文件存储地址（默认 "+setBlobs+"，或数据目录）")
	cmd.Flags().StringVar(&m.toFiles, "to-files", "", "新的文件存储地址（默认同上）")
	return cmd
}

// move is a ledger on its way from one place to another.
type move struct {
	from, to, fromFiles, toFiles string
}

func (m *move) run(ctx context.Context, o *options) error {
	conf, err := o.settings()
	if err != nil {
		return err
	}
	from, err := placeAt(conf, m.from, m.fromFiles)
	if err != nil {
		return err
	}
	to, err := placeAt(conf, m.to, m.toFiles)
	if err != nil {
		return err
	}
	if from.database.DSN == "" { // else one would be made there
		if _, err := os.Stat(filepath.Join(from.database.DataDir, store.FileName)); err != nil {
			return ledger.Errorf(ledger.CodeNotFound, "“%s”里没有台账（%s）", from.database.DataDir, store.FileName)
		}
	}
	source, err := store.Open(ctx, from.database)
	if err != nil {
		return err
	}
	return closeAfter(source.Close, m.carry(ctx, source, from, to))
}

func (m *move) carry(ctx context.Context, source *store.Store, from, to place) error {
	oldFiles, err := from.files()
	if err != nil {
		return err
	}
	newFiles, err := to.files()
	if err != nil {
		return err
	}
	origin := store.Origin{
		Actor: app.CommandLine, Action: app.ActionMigrate,
		From: config.Masked(m.from),
	}
	return source.Snapshot(ctx, func(c app.Contents, _ []app.Needed) error {
		return carry(ctx, c, oldFiles, to.database, newFiles, origin)
	})
}

// placeAt is a place as the command line names it: "sqlite:" with a data folder,
// or the file in it, or a PostgreSQL address. The files are at their own address
// or, without one, in that folder.
func placeAt(conf *config.Config, address, files string) (place, error) {
	p, err := configured(conf, slog.New(slog.DiscardHandler))
	if err != nil {
		return p, err
	}
	data := conf.Get(setData)
	if folder, ok := strings.CutPrefix(address, "sqlite:"); ok {
		if filepath.Base(folder) == store.FileName {
			folder = filepath.Dir(folder)
		}
		data, p.database.DSN, p.database.DataDir = folder, "", folder
	} else if err := checkDatabase(address, nil); err != nil {
		return p, usageError{fmt.Errorf("数据库地址无法识别，应写作 sqlite:数据目录，或 postgres://用户:密码@主机:端口/库名")}
	} else {
		p.database.DSN = address
	}
	if files == "" {
		files = conf.Get(setBlobs)
	}
	p.files = func() (app.Blobs, error) { return openFiles(data, files, p.database.DSN) }
	return p, nil
}
