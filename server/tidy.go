package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
)

// staleDays is after how many days a file that nothing names may go: until then
// one that was checked can still be accepted.
const staleDays = 30

func tidyCommand(o *options) *cobra.Command {
	var days int
	var remove bool
	cmd := &cobra.Command{
		Use:   "tidy [--days 30] [--delete]",
		Short: "列出台账没有用到的旧文件，加 --delete 删除；服务不必停",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if days < 1 {
				return usageError{errors.New("--days 至少是 1")}
			}
			return o.withLedger(cmd.Context(), func(s *app.Service) error {
				return tidy(cmd.Context(), s, s.Clock().AddDate(0, 0, -days), days, remove)
			})
		},
	}
	cmd.Flags().IntVar(&days, "days", staleDays, "只看这么多天前存入、此后没有再传过的文件")
	cmd.Flags().BoolVar(&remove, "delete", false, "删除，并记入日志")
	return cmd
}

func tidy(ctx context.Context, s *app.Service, before time.Time, days int, remove bool) error {
	if !remove {
		files, err := s.Untidy(ctx, before)
		if err != nil {
			return err
		}
		listFiles(files)
		fmt.Printf("台账和日志都没有提到、%d天来没有再传过的文件：%d个，共 %s。", days, len(files), megabytes(app.TotalSize(files)))
		if len(files) > 0 {
			fmt.Print("加 --delete 删除。")
		}
		fmt.Println()
		return nil
	}
	gone, begun, err := s.Tidy(ctx, before, app.CommandLine)
	listFiles(gone)
	if err != nil {
		return err
	}
	fmt.Printf("已删除%d个文件，共 %s，已记入日志；另有没有写完的%d个。\n", len(gone), megabytes(app.TotalSize(gone)), begun)
	return nil
}

func listFiles(files []app.StoredFile) {
	for _, f := range files {
		fmt.Printf("%s  %s  %s\n", f.SHA256, f.Put.Format("2006-01-02"), megabytes(f.Size))
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
