package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
)

func exchangeCommand(o *options) *cobra.Command {
	var id int64
	var out string
	cmd := &cobra.Command{
		Use:   "exchange --bulletin ID --out DIR",
		Short: "把已发布的通报打成公文交换包（PDF、xlsx、分送单位名单）",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if id == 0 || out == "" {
				return usageError{fmt.Errorf("请用 --bulletin 指定通报，用 --out 指定存放的文件夹")}
			}
			return o.withLedger(cmd.Context(), func(s *app.Service) error {
				file, data, err := s.ExchangePack(cmd.Context(), id)
				if err != nil {
					return err
				}
				if err := makeOut(out); err != nil {
					return err
				}
				path := filepath.Join(out, filepath.Base(file.Name))
				if err := writeOut(path, data); err != nil {
					return err
				}
				outf("%s\n", path)
				return nil
			})
		},
	}
	cmd.Flags().Int64Var(&id, "bulletin", 0, "通报的编号")
	cmd.Flags().StringVar(&out, "out", "", "存放公文交换包的文件夹")
	return cmd
}
