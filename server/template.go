package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
)

func templateCommand(o *options) *cobra.Command {
	var programme, period, unit, out string
	var all bool
	cmd := &cobra.Command{
		Use:   "template --programme KEY --unit NAME --period 2020Q1 --out FILE.xlsx",
		Short: "由台账生成填报模板",
		Long:  "由台账生成一个单位一期的填报模板（xlsx）；用 --all 代替 --unit，生成全部单位的模板（zip）。",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := programmePeriod(programme, period)
			switch {
			case err != nil:
				return err
			case all == (unit != ""):
				return usageError{fmt.Errorf("请用 --unit 指定一个单位，或用 --all 生成全部单位的模板")}
			case out == "":
				return usageError{fmt.Errorf("请用 --out 指定存放模板的文件")}
			}
			return o.withLedger(cmd.Context(), func(s *app.Service) error {
				var data []byte
				var err error
				if all {
					_, data, err = s.Templates(cmd.Context(), programme, p)
				} else {
					_, data, err = s.Template(cmd.Context(), programme, unit, p)
				}
				if err != nil {
					return err
				}
				if err := writeOut(out, data); err != nil {
					return err
				}
				outf("%s\n", out)
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&programme, "programme", "", "计划的代号")
	cmd.Flags().StringVar(&period, "period", "", "报送周期，如 2020Q1")
	cmd.Flags().StringVar(&unit, "unit", "", "填报单位")
	cmd.Flags().BoolVar(&all, "all", false, "全部单位，打成一个 zip")
	cmd.Flags().StringVar(&out, "out", "", "存放模板的文件，.xlsx 或 .zip")
	return cmd
}
