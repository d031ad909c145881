package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
)

func demoCommand(o *options) *cobra.Command {
	so := serveOptions{options: o}
	var stay bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "载入五个示例计划，发布各季度通报",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if stay {
				return so.run(ctx, so.loadDemo)
			}
			s, closeStore, err := o.open(ctx, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
			if err != nil {
				return err
			}
			return closeAfter(closeStore, so.loadDemo(ctx, s))
		},
	}
	cmd.Flags().BoolVar(&stay, "serve", false, "载入后启动网页服务")
	so.flags(cmd)
	return cmd
}

// loadDemo loads the samples, writes the files of their bulletins and prints
// where they are.
func (o *serveOptions) loadDemo(ctx context.Context, s *app.Service) error {
	issued, err := s.LoadSamples(ctx, app.CommandLine)
	if err != nil {
		return err
	}
	dir := filepath.Join(o.conf.Get(setData), "bulletins")
	for _, b := range issued {
		if err := writeBulletin(ctx, s, b.ID, dir); err != nil {
			return err
		}
	}
	errf("已载入 %d 个示例计划，%d 期通报（示例，进展数字为虚构）。\n", len(s.Samples), len(issued))
	return nil
}

// writeBulletin writes a bulletin's files into dir and prints their paths.
func writeBulletin(ctx context.Context, s *app.Service, id int64, dir string) error {
	if err := makeOut(dir); err != nil {
		return err
	}
	b, err := s.Bulletin(ctx, id)
	if err != nil {
		return err
	}
	for _, kind := range b.Kinds() {
		file, data, err := s.BulletinFile(ctx, id, kind)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.Base(file.Name))
		if err := writeOut(path, data); err != nil {
			return err
		}
		outf("%s\n", path)
	}
	return nil
}
