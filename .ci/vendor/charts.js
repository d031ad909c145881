// The parts of ECharts that the product's charts use. It draws on a canvas:
// the SVG renderer writes style attributes, which the pages' content security
// policy forbids.
import {use, init} from 'echarts/core';
import {BarChart, LineChart} from 'echarts/charts';
import {AriaComponent, GridComponent, LegendComponent, TooltipComponent} from 'echarts/components';
import {CanvasRenderer} from 'echarts/renderers';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);
window.echarts = {init};
