package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/internal/archive"
	"tongbao/server/internal/store"
)

func verifyCommand(o *options) *cobra.Command {
	var backup, since string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "核对数据库、日志链和台账用到的文件，或一个备份",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if backup == "" {
				return verifyLedger(cmd.Context(), o, since)
			}
			if since != "" {
				return usageError{errors.New("--since 核对台账的日志，不能与 --backup 同用")}
			}
			conf, err := o.settings()
			if err != nil {
				return err
			}
			here, err := configured(conf, quietLog())
			if err != nil {
				return err
			}
			return verifyBackup(cmd.Context(), backup, here.database)
		},
	}
	cmd.Flags().StringVar(&backup, "backup", "", "核对这个备份文件，不动台账")
	cmd.Flags().StringVar(&since, "since", "", "日志须是接着从前写下来的：以前的一个备份文件，或以前记下的“条数:哈希”")
	return cmd
}

// verifyLedger verifies the ledger, and that its log went on from where it ended
// at some time before, where since says that.
func verifyLedger(ctx context.Context, o *options, since string) error {
	var earlier app.LogEnd
	if since != "" {
		var err error
		if earlier, err = logEndOf(ctx, since); err != nil {
			return err
		}
	}
	return o.withLedger(ctx, func(s *app.Service) error {
		found, parted := verifyAll(ctx, s), s.CheckSince(ctx, earlier)
		switch {
		case parted == nil && since != "":
			outf("日志自第%d条起是接着写的。\n", earlier.Entries)
		case parted != nil && found != nil: // the one does not hide the other
			printError(parted)
		}
		if err := cmp.Or(found, parted); err != nil {
			return err
		}
		if err := tellUnnamed(ctx, s); err != nil {
			return err
		}
		return printLogEnd(ctx, s)
	})
}

// logEndOf is how the log ended in a backup, or as was noted down.
func logEndOf(ctx context.Context, since string) (app.LogEnd, error) {
	if end, ok := app.ParseLogEnd(since); ok {
		return end, nil
	}
	a, err := archive.Open(ctx, since)
	if err != nil {
		return app.LogEnd{}, err
	}
	end, err := store.LogEnd(ctx, a.Contents())
	return end, closeAfter(a.Close, err)
}

// printLogEnd prints how the log ends, to be noted down elsewhere.
func printLogEnd(ctx context.Context, s *app.Service) error {
	end, err := s.LogEnd(ctx)
	if err == nil {
		fmt.Printf("日志末条 %s\n", end)
	}
	return err
}

// verifyAll prints what is wrong with a ledger, and notes on its log that
// something is.
func verifyAll(ctx context.Context, s *app.Service) error {
	wrong, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		errf("%s\n", w)
	}
	if len(wrong) > 0 {
		_, err := s.Store.NoteFailure(ctx, app.AuditEntry{
			Actor: app.CommandLine, Action: app.ActionVerify, Subject: "台账",
			Detail: fmt.Sprintf("发现%d处问题：%s", len(wrong), strings.Join(wrong, "；")),
		})
		if err != nil { // a damaged database may not take it
			errf("核对结果没有记入日志：%s\n", err)
		}
		return errFindings
	}
	fmt.Println("核对无误。")
	return nil
}

// mostNamed is how many files are told by name.
const mostNamed = 10

// tellUnnamed tells of files that are not of the ledger; nothing is wrong with
// that.
func tellUnnamed(ctx context.Context, s *app.Service) error {
	files, err := s.Unnamed(ctx)
	if err != nil || len(files) == 0 {
		return err
	}
	fmt.Printf("另有%d个文件台账没有用到，不影响使用（如检查过而没有入库的表格）", len(files))
	if s.Tidier != nil {
		fmt.Print("，可用 tongbao tidy 清理")
	}
	fmt.Println("：")
	for _, sha256 := range files[:min(len(files), mostNamed)] {
		fmt.Println("  " + sha256)
	}
	if more := len(files) - mostNamed; more > 0 {
		fmt.Printf("  等，其余%d个不再列出\n", more)
	}
	return nil
}
