"""The takeaways: PowerPoint, PDF and pictures, all from the scene."""
