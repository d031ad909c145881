package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// maxFile is the most bytes a file may have that a command reads.
const maxFile = 64 << 20

func checkCommand(o *options) *cobra.Command {
	var asJSON, notice bool
	var programme, period string
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "检查表格，或通知的文字（--notice），不入库",
		Args:  atLeastOneFile,
		RunE: func(cmd *cobra.Command, files []string) error {
			if notice {
				if programme != "" || period != "" {
					return usageError{errors.New("--notice 只检查通知本身，不能与 --programme、--period 同用")}
				}
				return checkNotices(cmd.Context(), files, asJSON)
			}
			b, err := binding(programme, period, "")
			if err != nil {
				return err
			}
			s, closeStore, err := o.forCheck(cmd.Context(), programme)
			if err != nil {
				return err
			}
			return closeAfter(closeStore, checkFiles(cmd.Context(), s, files, b, asJSON))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "每个文件输出一行 JSON")
	cmd.Flags().BoolVar(&notice, "notice", false, "检查通知的文字（.txt 或 .docx）：有哪些清单、多少项目，哪里自相矛盾")
	cmd.Flags().StringVar(&programme, "programme", "", "与台账中的这个计划对照")
	cmd.Flags().StringVar(&period, "period", "", "报送周期，如 2020Q1")
	return cmd
}

func atLeastOneFile(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError{errors.New("请给出要处理的文件")}
	}
	return nil
}

func binding(programme, period, unit string) (app.Binding, error) {
	b := app.Binding{Programme: programme, Unit: unit}
	if period == "" {
		return b, nil
	}
	p, err := ledger.ParsePeriod(period)
	if err != nil {
		return b, usageError{err}
	}
	b.Period = p
	return b, nil
}

// forCheck is a service without a ledger, unless a programme is named.
func (o *options) forCheck(ctx context.Context, programme string) (*app.Service, func() error, error) {
	if programme != "" {
		return o.open(ctx, quietLog())
	}
	s := &app.Service{}
	readWith(s)
	return s, func() error { return nil }, nil
}

func checkFiles(ctx context.Context, s *app.Service, files []string, b app.Binding, asJSON bool) error {
	failed := false
	for _, path := range files {
		show := func(v *app.Preview) error {
			failed = failed || v.HasErrors()
			return showPreview(v, asJSON)
		}
		err := eachFile(ctx, s, path, func(u app.Upload) error {
			v, err := s.Check(ctx, u, b)
			if err != nil && ledger.CodeOf(err) != "" {
				v, err = refused(u.Name, err), nil
			}
			if err != nil {
				return err
			}
			return show(v)
		})
		if err != nil && ledger.CodeOf(err) != "" {
			err = show(refused(path, err))
		}
		if err != nil {
			return err
		}
	}
	if failed {
		return errFindings
	}
	return nil
}

func showPreview(v *app.Preview, asJSON bool) error {
	if !asJSON {
		printPreview(v)
		return nil
	}
	line, err := previewJSON(v)
	if err != nil {
		return err
	}
	return printOut(line)
}

// eachFile reads one file for a command and visits what it comes to, several
// uploads where it is a zip, until a visit fails.
func eachFile(ctx context.Context, s *app.Service, path string, visit func(app.Upload) error) error {
	u, err := readFile(path)
	if err != nil {
		return err
	}
	var failed error
	err = s.Files(ctx, u, func(uploads []app.Upload) {
		for i := 0; i < len(uploads) && failed == nil; i++ {
			failed = visit(uploads[i])
		}
	})
	return cmp.Or(err, failed)
}

// readFile reads one file for a command.
func readFile(path string) (app.Upload, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return app.Upload{}, ledger.Errorf(ledger.CodeNotFound, "没有文件“%s”", path)
	case err != nil:
		return app.Upload{}, ledger.Errorf(ledger.CodeUnavailable, "不能读取“%s”：%v", path, err)
	case info.IsDir():
		return app.Upload{}, ledger.Errorf(ledger.CodeInvalid, "“%s”是文件夹，请给出文件", path)
	case info.Size() > maxFile:
		return app.Upload{}, ledger.Errorf(ledger.CodeTooLarge, "“%s”有 %d MB，超过 %d MB 的上限", path, info.Size()>>20, maxFile>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return app.Upload{}, ledger.Errorf(ledger.CodeUnavailable, "不能读取“%s”：%v", path, err)
	}
	return app.Upload{Name: filepath.Base(path), Data: data}, nil
}

// refused is the preview of a file that could not be read at all.
func refused(path string, err error) *app.Preview {
	name := filepath.Base(path)
	finding := intake.Refused(err)
	return &app.Preview{
		File: name, Findings: []ledger.Finding{finding},
		Draft: &intake.Draft{File: name, Layout: intake.LayoutUnknown, Findings: []ledger.Finding{finding}},
	}
}

func previewJSON(v *app.Preview) ([]byte, error) { return intake.CheckJSON(v.Draft, v.Findings) }

// layoutNames are the kinds of table as people call them.
var layoutNames = map[intake.Layout]string{
	intake.LayoutProject: "项目表", intake.LayoutProgress: "进展表", intake.LayoutCrosstab: "县区与指标交叉的统计表",
	intake.LayoutAllocation: "任务分解表", intake.LayoutFunding: "资金安排表", intake.LayoutMatters: "民声事项清单",
}

func printPreview(v *app.Preview) {
	d := v.Draft
	name, known := layoutNames[d.Layout]
	if !known {
		outf("%s：没有读到表\n", v.File)
		printFindings(v.Findings)
		return
	}
	outf("%s：%s %s\n", v.File, name, d.Title)
	outf("  读到 %d 行：可用 %d，有误 %d，空白 %d；项目 %d 个，进展 %d 行，民声事项 %d 件\n",
		d.Rows.Seen, d.Rows.Accepted, d.Rows.Rejected, d.Rows.Blank, len(d.Projects), len(d.Progress), len(d.Matters))
	printFindings(v.Findings)
}
