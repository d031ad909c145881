// Draws the charts of a page from their data attributes. Each has its figures in a
// table beside it, which is all there is without this file.
(function () {
  'use strict';
  var colours = ['#8b949e', '#8f1d1d'];

  function option(chart, name) {
    var bars = chart.kind === 'bar';
    var labels = {
      type: 'category', data: chart.labels, inverse: bars, axisTick: {show: false},
      axisLabel: {width: 130, overflow: 'truncate', interval: 0, color: '#1f2328'}
    };
    var values = {type: 'value', min: 0, max: 100, interval: 50, axisLabel: {formatter: '{value}' + chart.unit, color: '#57606a'}};
    return {
      animation: false,
      color: colours,
      aria: {enabled: true, decal: {show: true}, label: {description: name}},
      grid: {left: 8, right: 44, top: chart.series.length > 1 ? 30 : 14, bottom: 4, containLabel: true},
      legend: {show: chart.series.length > 1, top: 0, left: 0, itemWidth: 22, itemHeight: 12},
      xAxis: bars ? values : labels,
      yAxis: bars ? labels : values,
      series: chart.series.map(function (series) {
        return {
          type: chart.kind, name: series.name, data: series.values, barMaxWidth: 14, symbolSize: 8, lineStyle: {width: 2},
          itemStyle: bars ? {} : {color: colours[1]},
          label: {show: true, position: bars ? 'right' : 'top', formatter: '{c}' + chart.unit, color: '#1f2328', fontSize: 12}
        };
      })
    };
  }

  Array.prototype.forEach.call(document.querySelectorAll('[data-chart]'), function (element) {
    var chart = JSON.parse(element.dataset.chart);
    element.hidden = false;
    if (chart.kind === 'bar') { element.style.height = (48 + chart.labels.length * 40) + 'px'; }
    var drawn = window.echarts.init(element);
    drawn.setOption(option(chart, element.getAttribute('aria-label')));
    window.addEventListener('resize', function () { drawn.resize(); });
  });
}());
