package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func importCommand(o *options) *cobra.Command {
	var programme, period, unit string
	cmd := &cobra.Command{
		Use:   "import FILE… --programme KEY",
		Short: "检查并入库",
		Args:  atLeastOneFile,
		RunE: func(cmd *cobra.Command, files []string) error {
			if programme == "" {
				return usageError{fmt.Errorf("请用 --programme 指定计划，如 --programme huaian-2020")}
			}
			b, err := binding(programme, period, unit)
			if err != nil {
				return err
			}
			s, closeStore, err := o.open(cmd.Context(), quietLog())
			if err != nil {
				return err
			}
			return closeAfter(closeStore, importFiles(cmd, s, files, b))
		},
	}
	cmd.Flags().StringVar(&programme, "programme", "", "计划的代号")
	cmd.Flags().StringVar(&period, "period", "", "报送周期，如 2020Q1；表中写明的可不填")
	cmd.Flags().StringVar(&unit, "unit", "", "填报单位；表中写明的可不填")
	return cmd
}

func importFiles(cmd *cobra.Command, s *app.Service, files []string, b app.Binding) error {
	for _, path := range files {
		err := eachFile(cmd.Context(), s, path, func(u app.Upload) error { return importUpload(cmd, s, u, b) })
		if err != nil {
			return err
		}
	}
	return nil
}

func importUpload(cmd *cobra.Command, s *app.Service, u app.Upload, b app.Binding) error {
	sub, v, err := s.Accept(cmd.Context(), u, b, app.CommandLine)
	if ledger.CodeOf(err) == ledger.CodeConflict && v != nil && v.Duplicate {
		printTo(cmd.ErrOrStderr(), "%v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	printFindings(v.Findings)
	outf("已入库：%s，第 %d 次报送，%d 行，%d 处变化", sub.File, sub.ID, sub.Rows, len(v.Changes))
	if n := len(sub.LeftOut); n > 0 {
		outf("；%d 行有错误，未入库", n)
	}
	fmt.Println()
	return nil
}
