package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/internal/store"
	"tongbao/server/ledger"
)

// quietLog logs only what a command cannot say itself.
func quietLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// withService runs f on the ledger and closes it.
func (o *options) withService(ctx context.Context, f func(*app.Service) error) error {
	s, closeStore, err := o.open(ctx, quietLog())
	if err != nil {
		return err
	}
	return closeAfter(closeStore, f(s))
}

// withLedger is withService for commands that look at a ledger there is. A data
// folder without one is CodeNotFound: an empty ledger made in a mistyped folder
// would verify, and back up, as if all were well.
func (o *options) withLedger(ctx context.Context, f func(*app.Service) error) error {
	conf, err := o.settings()
	if err != nil {
		return err
	}
	data := conf.Get(setData)
	if conf.Get(setDatabase) == "" {
		if _, err := os.Stat(filepath.Join(data, store.FileName)); errors.Is(err, fs.ErrNotExist) {
			return ledger.Errorf(ledger.CodeNotFound, "“%s”里没有台账。请核对 --data、%s 或 %s", data, setData, setDatabase)
		}
	}
	return o.withService(ctx, f)
}

// programmePeriod reads the two flags that name what to report on.
func programmePeriod(programme, period string) (ledger.Period, error) {
	if programme == "" || period == "" {
		return ledger.Period{}, usageError{fmt.Errorf("请用 --programme 和 --period 指定计划和报送周期")}
	}
	p, err := ledger.ParsePeriod(period)
	if err != nil {
		return p, usageError{err}
	}
	return p, nil
}

func bulletinCommand(o *options) *cobra.Command {
	var programme, period, kind, out string
	cmd := &cobra.Command{
		Use:   "bulletin --programme KEY --period 2020Q1 --out DIR",
		Short: "由台账生成通报的 xlsx、PDF 和 Word 文件",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := programmePeriod(programme, period)
			if err != nil {
				return err
			}
			edition := bulletin.Edition(kind)
			if edition != bulletin.Internal && edition != bulletin.Public {
				return usageError{fmt.Errorf("--kind 只能是 internal 或 public")}
			}
			if out == "" {
				return usageError{fmt.Errorf("请用 --out 指定存放通报的文件夹")}
			}
			return o.withLedger(cmd.Context(), func(s *app.Service) error {
				b, err := s.DraftBulletin(cmd.Context(), programme, p, edition, app.CommandLine)
				if err != nil {
					return err
				}
				return writeBulletin(cmd.Context(), s, b.ID, out)
			})
		},
	}
	cmd.Flags().StringVar(&programme, "programme", "", "计划的代号")
	cmd.Flags().StringVar(&period, "period", "", "报送周期，如 2020Q1")
	cmd.Flags().StringVar(&kind, "kind", string(bulletin.Internal), "internal 内部版，public 公开版")
	cmd.Flags().StringVar(&out, "out", "", "存放通报的文件夹")
	return cmd
}

func exportCommand(o *options) *cobra.Command {
	var programme, period string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "export --programme KEY --period 2020Q1 --json",
		Short: "导出各项目的序时要求、实际、研判和依据",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := programmePeriod(programme, period)
			if err != nil {
				return err
			}
			return o.withLedger(cmd.Context(), func(s *app.Service) error {
				data, err := s.Export(cmd.Context(), programme, p)
				if err != nil {
					return err
				}
				return printOut(data)
			})
		},
	}
	cmd.Flags().StringVar(&programme, "programme", "", "计划的代号")
	cmd.Flags().StringVar(&period, "period", "", "报送周期，如 2020Q1")
	cmd.Flags().BoolVar(&asJSON, "json", true, "输出 JSON（唯一的格式）")
	return cmd
}

func traceCommand(o *options) *cobra.Command {
	var id int64
	var ref string
	cmd := &cobra.Command{
		Use:   "trace --bulletin ID --figure REF",
		Short: "从通报里的一个数字查到表格单元格",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if id == 0 || ref == "" {
				return usageError{fmt.Errorf("请用 --bulletin 和 --figure 指定通报和数字")}
			}
			return o.withLedger(cmd.Context(), func(s *app.Service) error {
				f, err := s.Trace(cmd.Context(), id, ref)
				if err != nil {
					return err
				}
				outf("%s %s：%s\n", f.Ref, f.Label, f.Value)
				for _, c := range f.From {
					outf("%s\n", c)
				}
				return nil
			})
		},
	}
	cmd.Flags().Int64Var(&id, "bulletin", 0, "通报的编号")
	cmd.Flags().StringVar(&ref, "figure", "", "数字的编号，如 F12")
	return cmd
}
