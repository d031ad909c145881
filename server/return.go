package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/internal/workbook/marked"
)

func returnCommand(o *options) *cobra.Command {
	var programme, period, unit, out string
	cmd := &cobra.Command{
		Use:   "return FILE --out MARKED.xlsx",
		Short: "在填报人的原表上标出问题，供退回改正",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error {
			if len(files) != 1 || out == "" {
				return usageError{errors.New("请给出一个文件，并用 --out 指定批注表存放的位置")}
			}
			b, err := binding(programme, period, unit)
			if err != nil {
				return err
			}
			u, err := readFile(files[0])
			if err != nil {
				return err
			}
			s, closeStore, err := o.forCheck(cmd.Context(), programme)
			if err != nil {
				return err
			}
			file, data, err := s.Returned(cmd.Context(), u, b)
			if err := closeAfter(closeStore, err); err != nil {
				return err
			}
			if ext := filepath.Ext(file.Name); !strings.EqualFold(filepath.Ext(out), ext) {
				return usageError{fmt.Errorf("批注表是 %[1]s 工作簿，请用 --out 给出以 %[1]s 结尾的文件名，如 %[2]s", ext, file.Name)}
			}
			if err := writeOut(out, data); err != nil {
				return err
			}
			outf("批注表已存入：%s\n", out)
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "批注表存放的位置，如 批注.xlsx")
	cmd.Flags().StringVar(&programme, "programme", "", "与台账中的这个计划对照")
	cmd.Flags().StringVar(&period, "period", "", "报送周期，如 2020Q1；表中写明的可不填")
	cmd.Flags().StringVar(&unit, "unit", "", "填报单位；表中写明的可不填")
	return cmd
}

// markWorkbook is marked.Mark for the use cases.
func markWorkbook(u app.Upload, notes []app.Note) (data []byte, format string, err error) {
	list := make([]marked.Note, len(notes))
	for i, n := range notes {
		list[i] = marked.Note(n)
	}
	return marked.Mark(u.Name, u.Data, list)
}
