"""An invented district with its institutions, to look at the program without anybody's data."""

from model.demo.making import DemoFiles, make_demo

__all__ = ["DemoFiles", "make_demo"]
